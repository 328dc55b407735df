using System.CommandLine;
using Clip.Cli.Options;

namespace Clip.Cli.Configuration;

/// <summary>A setting of a run, and who says so.</summary>
/// <param name="Key">The option's name without its dashes.</param>
/// <param name="Value">Its value; null for the default of the program.</param>
/// <param name="Origin">
/// <c>command line</c>, the name of an environment variable, <c>FILE:LINE</c>, or <c>default</c>.
/// </param>
internal sealed record SettingOrigin(string Key, string? Value, string Origin);

/// <summary>Finds where the settings of a run come from.</summary>
internal static class SettingOrigins
{
    /// <summary>The origin of what nobody has set.</summary>
    public const string Default = "default";

    /// <summary>The settings of the verb that is run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configuration">The configuration file.</param>
    public static IReadOnlyList<SettingOrigin> Of(ParseResult parsed, LoadedConfiguration configuration)
    {
        var options = CommandOptions.Of(parsed.CommandResult.Command).DistinctBy(static option => option.Name)
            .Where(LoadedConfiguration.CanSet).ToList();
        return
        [
            .. options.Select(option => WithoutPassword(Of(option, parsed, configuration))),
            .. EnvironmentSetting.All.Where(setting => !options.Exists(option => option.Name == "--" + setting.Key))
                .Select(setting => OfSetting(setting, configuration, null)),
        ];
    }

    /// <summary>The address of a database may have a password in it, which nothing shows.</summary>
    private static SettingOrigin WithoutPassword(SettingOrigin setting) =>
        setting is { Key: "store" or "store-read", Value: { } address }
            ? setting with { Value = PostgresStore.Shown(address) }
            : setting;

    private static SettingOrigin Of(Option option, ParseResult parsed, LoadedConfiguration configuration)
    {
        var key = option.Name.TrimStart('-');
        if (parsed.GetResult(option) is { Implicit: false } given)
        {
            var words = given.Tokens.Select(static token => token.Value).ToList();
            return new SettingOrigin(key, words.Count == 0 ? "true" : string.Join(", ", words), "command line");
        }
        var entry = configuration.EntryOf(option);
        if (EnvironmentSetting.All.FirstOrDefault(setting => setting.Key == key) is { } setting)
            return OfSetting(setting, configuration, entry);
        if (entry is not null)
            return new SettingOrigin(key, entry.Text, entry.Place);
        var value = option.HasDefaultValue && option.GetDefaultValue() is string or int
            ? $"{option.GetDefaultValue()}"
            : null;
        return new SettingOrigin(key, value, Default);
    }

    private static SettingOrigin OfSetting(
        EnvironmentSetting setting, LoadedConfiguration configuration, ConfigurationEntry? entry)
    {
        entry ??= configuration.Entries.LastOrDefault(one => one.Key == setting.Key && one.Verb.Count == 0);
        return setting.OfEnvironment is { } value ? new SettingOrigin(setting.Key, value, setting.Variable)
            : entry is not null ? new SettingOrigin(setting.Key, entry.Text, entry.Place)
            : new SettingOrigin(setting.Key, null, Default);
    }
}

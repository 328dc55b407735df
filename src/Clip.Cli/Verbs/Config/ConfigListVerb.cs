using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Configuration;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Config;

/// <summary>The JSON line of a value.</summary>
/// <param name="Key">The option's name without its dashes.</param>
/// <param name="Verb">The verb that it is for; null for all.</param>
/// <param name="Value">The value.</param>
/// <param name="Origin">The variable, or the file and the line.</param>
/// <param name="Overridden">Whether a variable says otherwise.</param>
internal sealed record ConfigLine(string Key, string? Verb, string Value, string Origin, bool Overridden);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConfigLine))]
internal sealed partial class ConfigListJson : JsonSerializerContext;

/// <summary><c>config list</c>: what the environment and the configuration file set, and where.</summary>
internal sealed class ConfigListVerb : IVerb<LoadedConfiguration>
{
    public VerbCommand Command { get; } = new(
        "list", "What the environment and the configuration file set, and where; clipsearch doctor shows all settings",
        "clipsearch config list",
        "clipsearch config list --config ./config.toml --json")
    {
        ChecksConfiguration = true,
    };

    public LoadedConfiguration Resolve(ParseResult parsed) => VerbInvocation.Of(parsed).Configuration;

    public Task<int> RunAsync(LoadedConfiguration settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var lines = Lines(settings).ToList();
        foreach (var line in lines)
        {
            if (terminal.IsJson)
            {
                terminal.Json(line, ConfigListJson.Default.ConfigLine);
                continue;
            }
            var key = line.Verb is null ? line.Key : $"{line.Verb.Replace(' ', '.')}.{line.Key}";
            var note = line.Overridden ? Texts.Say($"{line.Origin}, overridden by the environment") : line.Origin;
            terminal.Line(Plain.OneLine($"{key} = {line.Value}  ({note})"));
        }
        if (lines.Count == 0)
            terminal.Warn("nothing is set; the file would be the one that is shown by: clipsearch config path");
        return Task.FromResult(lines.Count > 0 ? ExitCode.Found : ExitCode.Nothing);
    }

    private static IEnumerable<ConfigLine> Lines(LoadedConfiguration configuration)
    {
        foreach (var setting in EnvironmentSetting.All)
        {
            if (setting.OfEnvironment is { } value)
                yield return new ConfigLine(setting.Key, null, value, setting.Variable, Overridden: false);
        }
        foreach (var entry in configuration.Entries)
        {
            var setting = EnvironmentSetting.All.FirstOrDefault(setting => setting.Key == entry.Key);
            yield return new ConfigLine(
                entry.Key, entry.Verb.Count == 0 ? null : string.Join(' ', entry.Verb), entry.Text, entry.Place,
                setting?.OfEnvironment is not null);
        }
    }
}

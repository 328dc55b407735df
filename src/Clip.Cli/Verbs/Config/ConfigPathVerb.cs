using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Configuration;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Config;

/// <summary>The JSON line of <c>config path</c>.</summary>
internal sealed record ConfigPathLine(string? Path, bool Exists);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConfigPathLine))]
internal sealed partial class ConfigPathJson : JsonSerializerContext;

/// <summary><c>config path</c>: where the configuration file is, or would be. Works where the file is wrong.</summary>
internal sealed class ConfigPathVerb : IVerb<ConfigurationPath>
{
    public VerbCommand Command { get; } = new(
        "path", "Where the configuration file is, or would be",
        "clipsearch config path")
    {
        ReadsConfiguration = false,
    };

    public ConfigurationPath Resolve(ParseResult parsed) =>
        ConfigurationPath.Find(ConfigurationOption.Resolve(parsed));

    public Task<int> RunAsync(ConfigurationPath settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var exists = settings.Path is { } file && File.Exists(file);
        if (terminal.IsJson)
            terminal.Json(new ConfigPathLine(settings.Path, exists), ConfigPathJson.Default.ConfigPathLine);
        else if (settings.Path is { } path)
            terminal.PathLine(path, path);
        if (!exists)
            terminal.Warn(settings.Path is null ? "there is no configuration file" : "this file does not exist yet");
        return Task.FromResult(settings.Path is null ? ExitCode.Nothing : ExitCode.Found);
    }
}

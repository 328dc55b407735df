using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Service;

/// <summary>The JSON line of the service.</summary>
internal sealed record ServiceLine(bool Installed, bool Running, string File)
{
    /// <summary>Writes the state of the service.</summary>
    /// <returns>Whether it runs.</returns>
    public static bool Write(Terminal terminal, ServicePlace place, CancellationToken cancellationToken)
    {
        var isInstalled = System.IO.File.Exists(place.File);
        var line = new ServiceLine(isInstalled, isInstalled && place.IsRunning(cancellationToken), place.File);
        if (terminal.IsJson)
            terminal.Json(line, ServiceJson.Default.ServiceLine);
        else if (!terminal.IsQuiet)
            terminal.Line(TextOf(line));
        return line.Running;
    }

    private static string TextOf(ServiceLine line)
    {
        var file = DisplayPath.Of(line.File);
        return !line.Installed ? Texts.Of("not installed; install it with: clipsearch service install")
            : line.Running ? Texts.Say($"running; {file}")
            : Texts.Say($"installed, but not running; {file}");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServiceLine))]
internal sealed partial class ServiceJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Status;

/// <summary>The JSON line of a file that could not be indexed.</summary>
internal sealed record FailureLine(string Path, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FailureLine))]
internal sealed partial class FailureJson : JsonSerializerContext;

/// <summary>Lists the files that could not be indexed, one a line.</summary>
internal static class FailurePrinter
{
    /// <returns>How many there are.</returns>
    public static long Write(Terminal terminal, IndexSnapshot index, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var failure in index.Failures())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = index.Location.Full(failure.Path);
            if (terminal.IsJson)
                terminal.Json(new FailureLine(path, failure.Reason), FailureJson.Default.FailureLine);
            else
                terminal.Line(Texts.OfMessage(new ClipException(DisplayPath.Of(path), failure.Reason).Message));
            count++;
        }
        return count;
    }
}

using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Installation;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Models.Caching;

namespace Clip.Cli.Verbs.Models;

/// <summary>What <c>models cache</c> is asked to do.</summary>
internal sealed record ModelsCacheSettings(bool Clear, long LimitBytes);

// The cache as it was found, or what is left of it and what was freed.
internal sealed record GraphCacheLine(string Folder, int Graphs, long Bytes, long LimitBytes, long FreedBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GraphCacheLine))]
internal sealed partial class GraphCacheJson : JsonSerializerContext;

/// <summary>
/// <c>models cache</c>: where optimized graphs are kept between starts, what they take, and how to delete them.
/// </summary>
internal sealed class ModelsCacheVerb : IVerb<ModelsCacheSettings>
{
    private readonly Option<bool> _clear = new("--clear")
    {
        Description = "Delete them; the next start rebuilds what it needs",
    };

    public ModelsCacheVerb() => Command.Options.Add(_clear);

    public VerbCommand Command { get; } = new(
        "cache", "Show or clear the optimized graphs that make later starts quick",
        "clipsearch models cache",
        "clipsearch models cache --clear");

    public ModelsCacheSettings Resolve(ParseResult parsed) =>
        new(parsed.GetValue(_clear), GraphCacheLimit.Find());

    public Task<int> RunAsync(ModelsCacheSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var folder = GraphCacheFolder.Find()
            ?? throw new ModelException(
                "graph cache", "this user has no home folder, so none is kept", "set XDG_CACHE_HOME");
        var found = GraphCacheContent.Of(folder);
        var left = settings.Clear ? found.Clear() : found;
        Write(terminal, left, settings.LimitBytes, found.Bytes - left.Bytes);
        if (!settings.Clear || left.Bytes == 0)
            return Task.FromResult(ExitCode.Found);
        terminal.Error(
            $"{DisplayPath.Of(folder)}: {ByteSize.Of(left.Bytes)} cannot be deleted; check the folder's permissions");
        return Task.FromResult(ExitCode.Error);
    }

    private static void Write(Terminal terminal, GraphCacheContent left, long limit, long freed)
    {
        if (terminal.IsJson)
        {
            var line = new GraphCacheLine(left.Folder, left.Graphs, left.Bytes, limit, freed);
            terminal.Json(line, GraphCacheJson.Default.GraphCacheLine);
            return;
        }
        var suffix = freed > 0 ? Texts.Say($" ({ByteSize.Of(freed)} freed)") : "";
        terminal.Line(GraphCacheRow.Format(left.Folder, left.Graphs, left.Bytes, limit) + suffix);
    }
}

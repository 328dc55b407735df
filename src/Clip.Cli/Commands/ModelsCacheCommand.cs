using System.CommandLine;
using Clip.Cli.Output;
using Clip.Models.Caching;

namespace Clip.Cli.Commands;

/// <summary><c>models cache</c>: where optimised graphs are kept between starts, what they take, and how to be rid of them.</summary>
internal static class ModelsCacheCommand
{
    public static Command Build()
    {
        var clear = new Option<bool>("--clear") { Description = "Delete them; the next start makes again what it needs" };
        var command = new Command("cache", "Show or clear the optimised graphs that make later starts quick");
        command.Options.Add(clear);
        command.SetAction((parsed, _) =>
        {
            using var terminal = Terminal.For(parsed);
            var folder = GraphCacheFolder.Path
                ?? throw new ModelException("graph cache", "this user has no home folder, so none is kept", "set XDG_CACHE_HOME");
            var found = GraphCacheContent.Of(folder);
            var left = parsed.GetValue(clear) ? found.Clear() : found;
            Write(terminal, parsed, found, left);
            if (!parsed.GetValue(clear) || left.Bytes == 0)
                return Task.FromResult(ExitCode.Found);
            terminal.Error($"{DisplayPath.Of(folder)}: {ModelsCommand.Megabytes(left.Bytes)} cannot be deleted; check the folder's permissions");
            return Task.FromResult(ExitCode.Error);
        });
        return command;
    }

    /// <summary>The cache in one line.</summary>
    internal static string Describe(string folder, int graphs, long bytes) =>
        $"{DisplayPath.Of(folder)}: {graphs} graph{(graphs == 1 ? "" : "s")}, {ModelsCommand.Megabytes(bytes)}";

    private static void Write(Terminal terminal, ParseResult parsed, GraphCacheContent found, GraphCacheContent left)
    {
        var freed = found.Bytes - left.Bytes;
        if (parsed.GetValue(GlobalOptions.Json))
            terminal.Json(new GraphCacheLine(left.Folder, left.Graphs, left.Bytes, freed), ModelsJson.Readable.GraphCacheLine);
        else
            terminal.Line(Describe(left.Folder, left.Graphs, left.Bytes) + (freed > 0 ? $" ({ModelsCommand.Megabytes(freed)} freed)" : ""));
    }
}

using System.CommandLine;
using System.Globalization;
using Clip.Catalog;

namespace Clip.Cli.Output;

/// <summary>Writes the pictures found: for people, as JSON lines, or as bare paths for the next program.</summary>
internal sealed class PictureResults(Terminal terminal, ResultOptions options, ParseResult parsed, IndexLocation location)
{
    /// <summary>Writes the hits, best first.</summary>
    /// <returns>The exit code.</returns>
    public int Write(IReadOnlyList<PictureHit> hits)
    {
        var rank = 0;
        foreach (var hit in hits)
        {
            rank++;
            var path = DisplayPath.Of(location.Full(hit.Path));
            if (parsed.GetValue(options.Print0))
                terminal.Write(path + "\0");
            else if (parsed.GetValue(options.Paths))
                terminal.Line(path);
            else if (parsed.GetValue(GlobalOptions.Json))
                terminal.Json(new PictureLine(rank, path, hit.Score, hit.Caption), JsonLines.Readable.PictureLine);
            else
                terminal.Line(Row(hit.Score, path, hit.Caption));
        }
        if (rank == 0)
            terminal.Warn($"{DisplayPath.Of(location.Root)}: nothing found");
        return rank > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    private string Row(float score, string path, string? caption)
    {
        var number = score.ToString("0.000", CultureInfo.InvariantCulture).PadLeft(6);
        var note = caption is null ? "" : "  " + Plain.OneLine(caption);
        return terminal.HasColor ? $"\e[36m{number}\e[0m  \e[1m{Plain.OneLine(path)}\e[0m\e[2m{note}\e[0m" : $"{number}  {path}{note}";
    }
}

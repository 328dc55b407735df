using Clip.Catalog;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Searching;

namespace Clip.Cli.Printing;

/// <summary>Writes the pictures found: for people, as JSON lines, or as bare paths for the next program.</summary>
internal static class PicturePrinter
{
    /// <summary>Writes an answer, best picture first.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="answer">What was found.</param>
    /// <param name="location">The index that was searched.</param>
    /// <param name="form">How to write it where it is not JSON.</param>
    /// <param name="isFiltered">Whether only a part of the index was searched.</param>
    public static void Write(
        Terminal terminal, SearchAnswer answer, IndexLocation location, ResultForm form, bool isFiltered)
    {
        foreach (var picture in answer.Pictures)
        {
            var path = DisplayPath.Of(location.Full(picture.Path));
            if (form == ResultForm.ZeroEndedPaths)
                terminal.Write(path + "\0");
            else if (form == ResultForm.Paths)
                terminal.Line(path);
            else if (terminal.IsJson)
                terminal.Json(PictureLine.Of(picture, path), PictureJson.Default.PictureLine);
            else
                terminal.Line(ResultRow.Format(terminal, picture.Score, path, picture.Caption));
        }
        if (answer.Pictures.Count > 0)
            return;
        var reason = answer.BelowMinimum > 0 ? "; lower --min-score"
            : isFiltered ? " among the pictures that the options ask for"
            : "";
        terminal.Warn($"{DisplayPath.Of(location.Root)}: nothing found{reason}");
    }
}

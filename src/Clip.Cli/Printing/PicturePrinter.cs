using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Writes the pictures found: for people, as JSON lines, or as bare paths for the next program.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="folders">The folders that were searched.</param>
/// <param name="results">How to write results.</param>
/// <param name="filter">Which part of the indexes was searched; null for all.</param>
internal sealed class PicturePrinter(
    Terminal terminal, IReadOnlyList<IndexSettings> folders, ResultSettings results, PictureFilter? filter)
{
    /// <summary>Writes an answer, best picture first unless another order is asked for.</summary>
    /// <param name="answer">What was found.</param>
    /// <param name="isByWordsAlone">Whether only pictures with the words of the query were searched for.</param>
    public void Write(SearchAnswer answer, bool isByWordsAlone = false)
    {
        foreach (var picture in results.Order?.Sort(answer.Pictures) ?? answer.Pictures)
        {
            var isByWords = picture.By == FoundBy.Words && !isByWordsAlone;
            Write(
                picture.Location, picture.Path, picture.Copies,
                (path, copies) => PictureLine.Of(picture, path, copies),
                path => ResultRow.Format(
                    terminal, picture.Score, path, picture.Caption, Marks(picture.Copies.Count, isByWords)));
        }
        if (answer.Pictures.Count > 0)
            return;
        WriteNothing(answer.FilterCounts, answer.BelowMinimum > 0 ? "; lower --min-score"
            : isByWordsAlone ? "; no caption, name or folder has these words"
            : filter is not null ? " among the pictures that the options ask for"
            : "");
    }

    /// <summary>Writes a list of pictures in its order.</summary>
    public void Write(ListAnswer answer)
    {
        foreach (var picture in answer.Pictures)
        {
            Write(
                picture.Location, picture.File.Path, picture.Copies,
                (path, copies) => PictureLine.Of(picture, path, copies),
                path => ResultRow.Format(
                    terminal, ShownDate.Padded(picture.File.Metadata?.Captured), path, picture.Caption,
                    Marks(picture.Copies.Count, isByWords: false)));
        }
        if (answer.Pictures.Count == 0)
            WriteNothing(answer.FilterCounts, "");
    }

    /// <summary>Writes a picture in the form that was asked for.</summary>
    private void Write(
        IndexLocation location, string file, IReadOnlyList<string> copies, Func<string, string[], PictureLine> lineOf,
        Func<string, string> rowOf)
    {
        var path = DisplayPath.Of(location.Full(file));
        if (results.Form == ResultForm.ZeroEndedPaths)
            terminal.Write(path + "\0");
        else if (results.Form == ResultForm.Paths)
            terminal.PathLine(path);
        else if (terminal.IsJson)
            terminal.Json(lineOf(path, Shown(location, copies)), PictureJson.Default.PictureLine);
        else
            terminal.Styled(rowOf(path));
    }

    private void WriteNothing(IReadOnlyList<FilterCount> counts, string reason)
    {
        if (counts.Count > 0)
            reason = ": " + EmptyAnswer.Reason(filter ?? new PictureFilter(), counts);
        var names = folders.Select(static folder => DisplayPath.Of(folder.Location.Full(folder.Folder)));
        terminal.Warn($"{string.Join(", ", names)}: nothing found{reason}");
    }

    private static string Marks(int copies, bool isByWords)
    {
        var shown = copies switch
        {
            0 => "",
            1 => "+1 copy",
            _ => $"+{copies} copies",
        };
        return !isByWords ? shown : copies == 0 ? "[words]" : shown + "  [words]";
    }

    private static string[] Shown(IndexLocation location, IReadOnlyList<string> copies) =>
        [.. copies.Select(copy => DisplayPath.Of(location.Full(copy)))];
}

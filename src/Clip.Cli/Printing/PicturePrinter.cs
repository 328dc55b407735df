using Clip.Cli.Executing;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Showing;
using Clip.Cli.Timing;
using Clip.Files;

namespace Clip.Cli.Printing;

/// <summary>Writes the pictures found: for people, as JSON lines, or as bare paths for the next program.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="folders">The folders that were searched.</param>
/// <param name="results">How to write results.</param>
/// <param name="filter">Which part of the indexes was searched; null for all.</param>
internal sealed class PicturePrinter(
    Terminal terminal, IReadOnlyList<IndexSettings> folders, ResultSettings results, PictureFilter? filter)
{
    private readonly List<ShownPicture> _shown = [];
    private readonly Preview? _preview = Preview.Create(terminal, results.Show.Preview);

    private readonly GatheredFiles? _gathered =
        results.Act.Gather is { } gather ? new GatheredFiles(terminal, gather) : null;

    /// <summary>Whether something that was to be done with a result has failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What was searched for, as the title of a page.</summary>
    public string Title { get; init; } = "";

    /// <summary>Writes an answer, best picture first unless another order is asked for.</summary>
    /// <param name="answer">What was found.</param>
    /// <param name="isByWordsAlone">Whether only pictures with the words of the query were searched for.</param>
    /// <param name="query">The query, where there are several; otherwise null.</param>
    /// <param name="cancellationToken">Stops the decoding of pictures that are shown.</param>
    public void Write(
        SearchAnswer answer, bool isByWordsAlone = false, string? query = null,
        CancellationToken cancellationToken = default)
    {
        using var phase = RunPhases.Begin(RunPhases.Output);
        if (query is not null && !terminal.IsJson && results is { Form: ResultForm.Rows, Act.Commands: [] })
            terminal.Line(Plain.OneLine(query));
        foreach (var picture in results.Order?.Sort(answer.Pictures) ?? answer.Pictures)
        {
            var isByWords = picture.By == FoundBy.Words && !isByWordsAlone;
            Write(
                picture.Location, picture.Copies,
                new ShownPicture(
                    picture.Rank, DisplayPath.Of(picture.Location.Full(picture.Path)),
                    picture.Location.Full(picture.Path), picture.Score, picture.Caption, DateOf(picture.File),
                    picture.Position),
                (path, copies) => PictureLine.Of(picture, path, copies) with
                {
                    Query = query,
                    Z = results.Score == ScoreKind.ZScore ? picture.Score : null,
                    Library = LibraryOf(picture.Location, picture.Path),
                },
                path => WriteRow(picture, path, isByWords),
                cancellationToken);
        }
        if (answer.Pictures.Count > 0)
            return;
        if (answer.BeyondCutoff > 0)
        {
            terminal.Warn(CutoffNotice.Of(answer, query));
            return;
        }
        WriteNothing(answer.FilterCounts, answer.HoldsNothing, answer.BelowMinimum > 0 ? "; lower --min-score"
            : isByWordsAlone ? "; no caption, name or folder has these words"
            : filter is not null ? " among the pictures that the options ask for"
            : "");
    }

    /// <summary>Writes a list of pictures in its order.</summary>
    /// <param name="answer">The pictures.</param>
    /// <param name="cancellationToken">Stops the decoding of pictures that are shown.</param>
    public void Write(ListAnswer answer, CancellationToken cancellationToken = default)
    {
        using var phase = RunPhases.Begin(RunPhases.Output);
        foreach (var picture in answer.Pictures)
        {
            Write(
                picture.Location, picture.Copies,
                new ShownPicture(
                    picture.Rank, DisplayPath.Of(picture.Location.Full(picture.File.Path)),
                    picture.Location.Full(picture.File.Path), null, picture.Caption, DateOf(picture.File)),
                (path, copies) => PictureLine.Of(picture, path, copies) with
                {
                    Library = LibraryOf(picture.Location, picture.File.Path),
                },
                path => ResultRow.Write(
                    terminal, ShownDate.Padded(picture.File.Metadata?.Captured), path, picture.Caption,
                    Marks(picture.Copies.Count, isByWords: false), picture.Location.Full(picture.File.Path)),
                cancellationToken);
        }
        if (answer.Pictures.Count == 0)
            WriteNothing(answer.FilterCounts, answer.HoldsNothing, "");
    }

    /// <summary>
    /// Writes the files that show all the pictures, if there are any, and does with them what is asked for.
    /// </summary>
    /// <param name="cancellationToken">Stops the decoding of the pictures, and the commands.</param>
    /// <returns>Whether any picture was found.</returns>
    public async Task<bool> FinishAsync(CancellationToken cancellationToken)
    {
        if (_shown.Count == 0)
            return false;
        using (RunPhases.Begin(RunPhases.Output))
        {
            if (results.Show.Sheet is { } sheet)
                SheetFile.Write(sheet, _shown, terminal, cancellationToken);
            if (results.Show.Page is { } page)
                PageFile.Write(page, Title, _shown, terminal, cancellationToken);
            _gathered?.Finish(cancellationToken);
        }
        var haveSucceeded = results.Act.Commands is [] || await CommandRun.RunAsync(
            results.Act.Commands, _shown, terminal, cancellationToken).ConfigureAwait(false);
        HasFailed = !haveSucceeded || _gathered is { HasFailed: true };
        if (results.Show.Open)
            Open();
        return true;
    }

    /// <summary>Opens the page or the sheet that shows the results, or else the results.</summary>
    private void Open()
    {
        // The viewer comes in front of the terminal, so the rows are there first.
        terminal.Flush();
        if ((results.Show.Page ?? results.Show.Sheet) is { } file)
            SystemViewer.Open([Path.GetFullPath(file)], terminal.Warn);
        else
            SystemViewer.Open([.. _shown.Select(static picture => picture.File)], terminal.Warn);
    }

    private void WriteRow(FoundPicture picture, string path, bool isByWords)
    {
        ResultRow.Write(
            terminal, picture.Score, path, picture.Caption, Marks(picture.Copies.Count, isByWords),
            picture.Location.Full(picture.Path), picture.Position);
        foreach (var share in picture.Explanation)
            terminal.Line(TermLine.Format(share));
    }

    private static string? DateOf(FileRecord? file) =>
        file?.Metadata?.Captured is { } captured ? ShownDate.Of(captured) : null;

    /// <summary>Writes a picture in the form that was asked for.</summary>
    private void Write(
        IndexLocation location, IReadOnlyList<string> copies, ShownPicture shown,
        Func<string, string[], PictureLine> lineOf, Action<string> writeRow, CancellationToken cancellationToken)
    {
        _shown.Add(shown);
        var target = _gathered?.Add(shown);
        if (results.Act.Commands.Count > 0)
            return;
        if (results.Show.Template is { } template)
        {
            terminal.Line(template.Format(shown));
        }
        else if (results.Form == ResultForm.ZeroEndedPaths)
        {
            terminal.Write(shown.Path + "\0");
        }
        else if (results.Form == ResultForm.Paths)
        {
            terminal.PathLine(shown.Path, shown.File);
        }
        else if (terminal.IsJson)
        {
            terminal.Json(
                lineOf(shown.Path, Shown(location, copies)) with { To = target }, PictureJson.Default.PictureLine);
        }
        else
        {
            writeRow(shown.Path);
            _preview?.Show(shown.File, cancellationToken);
        }
    }

    /// <summary>The library that a picture was found in; null where a path named its folder.</summary>
    private string? LibraryOf(IndexLocation location, string path) => folders
        .Where(folder => folder.Location == location && RelativePath.IsWithin(path, folder.Folder))
        .MaxBy(static folder => folder.Folder.Length)?.Library;

    private void WriteNothing(IReadOnlyList<FilterCount> counts, bool holdsNothing, string reason)
    {
        var planned = holdsNothing ? EmptyAnswer.PlannedFor(folders.Select(static folder => folder.Location)) : 0;
        if (EmptyAnswer.Reason(filter, counts, holdsNothing, planned) is { } why)
            reason = $": {why}";
        var names = folders.Select(static folder => DisplayPath.Of(folder.Location.Full(folder.Folder)));
        terminal.Warn($"{string.Join(", ", names)}: nothing found{reason}");
    }

    private static string Marks(int copies, bool isByWords)
    {
        var shown = copies switch
        {
            0 => "",
            1 => Texts.Of("+1 copy"),
            _ => Texts.Say($"+{copies} copies"),
        };
        var words = isByWords ? Texts.Of("[words]") : "";
        return shown.Length > 0 && isByWords ? $"{shown}  {words}" : shown + words;
    }

    private static string[] Shown(IndexLocation location, IReadOnlyList<string> copies) =>
        [.. copies.Select(copy => DisplayPath.Of(location.Full(copy)))];
}

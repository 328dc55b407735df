using Clip.Captions;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>
/// Reads caption files, stores their captions with a vector each, and attaches them to the pictures they name. Files
/// with a usual name in the root are read too.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="files">Caption files given by the caller; one that cannot be used stops the run.</param>
internal sealed class CaptionFileStep(IndexRun run, IReadOnlyList<string> files) : IIndexStep
{
    // Names that data sets use for the captions of the pictures in the same folder.
    private static readonly string[] UsualNames =
        ["captions.jsonl", "captions.json", "captions.csv", "captions.tsv", "captions.txt"];

    private readonly string[] _given = [.. files.Select(Path.GetFullPath)];

    public void Run(CancellationToken cancellationToken)
    {
        CaptionLanguage.Check(run);
        var usual = UsualNames.Select(name => Path.Combine(run.Location.Root, name)).Where(File.Exists);
        foreach (var file in usual.Concat(_given).Distinct())
        {
            var signature = SignatureOf(file);
            if (IsUpToDate(file, signature))
                continue;
            try
            {
                Attach(file, cancellationToken);
                Store(file, new CaptionFileState(signature, IsUnusable: false));
            }
            catch (ClipException error) when (!_given.Contains(file) && error.Subject == file)
            {
                // A file that merely has a usual name may contain anything.
                run.Report(error);
                Store(file, new CaptionFileState(signature, IsUnusable: true));
            }
        }
    }

    /// <summary>
    /// Whether a file does not need to be read: it has not changed, and there are no new pictures that it may name.
    /// </summary>
    private bool IsUpToDate(string file, string signature)
    {
        if (run.Changes.Counts.HasNewFiles)
            return false;
        var known = run.Known.Read(IndexNotes.CaptionFile(run.Location.Relative(file)));
        return known?.Signature == signature && !(known.Value.IsUnusable && _given.Contains(file));
    }

    private void Store(string file, CaptionFileState state)
    {
        run.Changes.Write(IndexNotes.CaptionFile(run.Location.Relative(file)), state);
        run.Changes.CommitIfDue();
    }

    private static string SignatureOf(string file) => Sidecar.SignatureOf(FileStat.Of(file)) ?? "";

    private void Attach(string file, CancellationToken cancellationToken)
    {
        var captions = CaptionFile.Read(file, cancellationToken);
        foreach (var error in captions.Errors)
            run.Report(error);

        var pictures = FindPictures(file, captions.Records);
        // A caption without a picture stays in the index; any other is removed with the last picture that has it.
        var standalone = captions.Records.Where(static record => record.Picture is null)
            .Select(static record => record.Text).ToHashSet();
        var texts = standalone.Concat(pictures.SelectMany(static picture => picture.Texts)).Distinct();
        using var hold = run.Changes.OpenIndex().HoldCaptions();
        var entries = new CaptionVectors(run).Store(texts, standalone.Contains, mayCommit: true, cancellationToken);
        foreach (var picture in pictures)
        {
            run.Changes.OpenIndex().SetCaptions(picture.Path, picture.Texts.ConvertAll(text => entries[text]));
            run.Changes.CommitIfDue();
        }
    }

    /// <summary>
    /// The pictures that a caption file names and their captions; reports those that are not in the index.
    /// </summary>
    private List<(string Path, List<string> Texts)> FindPictures(string file, IEnumerable<CaptionRecord> records)
    {
        var paths = new PicturePaths(run.Location, run.Changes.OpenIndex(), Path.GetDirectoryName(file)!);
        List<(string, List<string>)> found = [];
        List<string> missing = [];
        foreach (var group in records.Where(static record => record.Picture is not null)
            .GroupBy(static record => record.Picture!, static record => record.Text))
        {
            if (paths.Find(group.Key) is { } path)
                found.Add((path, [.. group.Distinct()]));
            else
                missing.Add(group.Key);
        }
        ReportMissing(file, missing);
        return found;
    }

    /// <summary>Data sets are often incomplete, so all missing pictures are reported in one line.</summary>
    private void ReportMissing(string file, List<string> missing)
    {
        if (missing.Count == 0)
            return;
        var pictures = missing.Count == 1 ? "picture that is" : "pictures that are";
        run.Report(new ClipException(
            file, $"names {missing.Count:N0} {pictures} not in the index, such as {missing[0]}",
            "check the paths, seen from its folder or from the one that is indexed"));
    }
}

using Clip.Captions;
using Clip.Catalog.Writing;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>Stores what a caption file says, in place of what it said before.</summary>
/// <param name="run">The run.</param>
/// <param name="source">
/// The number of the caption file in the index; 0 for one that is not remembered, whose captions stay.
/// </param>
internal sealed class CaptionAttachment(IndexRun run, long source)
{
    private const int ChunkSize = 256;

    private readonly CaptionVectors _vectors = new(run);

    /// <summary>Stores the captions of a file, and reports the pictures that it names in vain.</summary>
    public void Attach(string file, IReadOnlyList<CaptionRecord> records, CancellationToken cancellationToken)
    {
        var index = run.Changes.OpenIndex();
        var pictures = FindPictures(file, records);
        var listed = new HashSet<long>();
        foreach (var texts in records.Where(static record => record.Picture is null)
            .Select(static record => record.Text).Distinct().Chunk(ChunkSize))
        {
            foreach (var entry in _vectors.Store(texts, cancellationToken).Values)
            {
                index.ListCaption(source, entry);
                listed.Add(entry);
            }
            run.Changes.CommitIfDue(texts.Length);
        }
        foreach (var chunk in pictures.Chunk(ChunkSize))
        {
            Attach(index, chunk, cancellationToken);
            run.Changes.CommitIfDue(chunk.Length);
        }
        index.RetainCaptions(source, listed, pictures.Keys.ToHashSet());
        run.Changes.CommitIfDue();
    }

    private void Attach(
        PictureIndexWriter index, KeyValuePair<string, List<string>>[] pictures, CancellationToken cancellationToken)
    {
        // Captions may go from one picture to another.
        using var hold = index.HoldCaptions();
        var entries = _vectors.Store(
            pictures.SelectMany(static picture => picture.Value).Distinct(), cancellationToken);
        foreach (var (path, texts) in pictures)
        {
            var captions = texts.Distinct().Where(entries.ContainsKey).Select(text => entries[text]);
            index.SetCaptions(source, path, [.. captions]);
        }
    }

    /// <summary>
    /// The pictures that a caption file names, by their paths, and their captions; reports those that are not in the
    /// index.
    /// </summary>
    private Dictionary<string, List<string>> FindPictures(string file, IEnumerable<CaptionRecord> records)
    {
        var index = run.Changes.OpenIndex();
        var paths = new PicturePaths(
            run.Location, Path.GetDirectoryName(file)!, path => index.FindFile(path) is not null,
            () => index.Files().Select(static known => known.Path));
        Dictionary<string, List<string>> found = [];
        List<string> missing = [];
        foreach (var group in records.Where(static record => record.Picture is not null)
            .GroupBy(static record => record.Picture!, static record => record.Text))
        {
            if (paths.Find(group.Key) is not { } path)
                missing.Add(group.Key);
            else if (found.TryGetValue(path, out var texts))
                texts.AddRange(group); // named in two ways
            else
                found.Add(path, [.. group]);
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

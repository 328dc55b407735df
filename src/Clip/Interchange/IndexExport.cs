using Clip.Files;

namespace Clip;

/// <summary>The vectors of an index as rows for other programs.</summary>
public static class IndexExport
{
    /// <summary>
    /// The pictures of an index in the order of their paths, which are relative to its folder: a row for each file,
    /// also for copies. Rows are read as they are enumerated, and can be enumerated again, while the snapshot lasts.
    /// </summary>
    /// <param name="snapshot">The index.</param>
    /// <param name="folder">
    /// A folder to limit it to, relative to the index's and separated by <c>/</c>; empty for all.
    /// </param>
    /// <exception cref="IndexException">The index became unreadable.</exception>
    public static IEnumerable<VectorRow> Rows(IndexSnapshot snapshot, string folder = "")
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(folder);
        return Read(snapshot, folder);
    }

    private static IEnumerable<VectorRow> Read(IndexSnapshot snapshot, string folder)
    {
        foreach (var file in snapshot.Files())
        {
            if (!RelativePath.IsWithin(file.Path, folder))
                continue;
            var vector = new float[snapshot.Model.Dimensions];
            if (!snapshot.ReadVector(file.Entry, vector))
                continue;
            var captions = snapshot.FindCaptions(file.Path).Select(snapshot.CaptionText).OfType<string>();
            yield return new VectorRow(file.Path, vector, [.. captions]);
        }
    }
}

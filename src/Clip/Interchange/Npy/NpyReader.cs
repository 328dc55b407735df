using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>
/// Reads the vectors of an <c>.npy</c> file, and their paths and captions from the lines of the <c>.jsonl</c> file of
/// the same name beside it, if there is one.
/// </summary>
internal static class NpyReader
{
    public static VectorTable Read(string path)
    {
        var vectors = NpyArray.ReadRows(path);
        var rows = new VectorRows(path, "npy");
        var names = Path.ChangeExtension(path, ".jsonl");
        if (!File.Exists(names))
        {
            rows.HasPaths = false;
            for (var i = 0; i < vectors.Length; i++)
                rows.Add(VectorRows.RowName(i), VectorRows.Number(i), vectors[i]);
            return rows.Build();
        }

        var lines = NameLines.Read(names);
        if (lines.Count != vectors.Length)
        {
            throw new InterchangeException(
                path, $"has {vectors.Length:N0} rows, but {Path.GetFileName(names)} beside it names {lines.Count:N0}",
                "keep the two files of one export together");
        }

        for (var i = 0; i < vectors.Length; i++)
            rows.Add(VectorRows.RowName(i), lines[i].Path, vectors[i], lines[i].Captions);
        return rows.Build();
    }
}

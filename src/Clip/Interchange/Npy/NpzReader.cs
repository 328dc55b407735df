using System.IO.Compression;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>
/// Reads an <c>.npz</c> archive: a table of vectors and, if it has one, a list of paths. Nothing is extracted to disk.
/// </summary>
internal static class NpzReader
{
    private static readonly string[] CaptionNames = ["captions", "caption", "texts", "text"];

    public static VectorTable Read(string path)
    {
        var arrays = ReadArrays(path);
        var tables = arrays.Where(static array => array.Array.Number is not null
            && array.Array.Header.Shape.Length == 2).ToList();
        if (tables.Count != 1)
        {
            throw new InterchangeException(
                path,
                tables.Count == 0
                    ? $"holds no table of vectors ({Names(arrays)})"
                    : $"holds several tables of vectors ({Names(tables)})",
                "save one table, and the paths beside it");
        }

        var vectors = tables[0].Array.Rows();
        var texts = arrays.Where(array => array.Array.IsTexts && array.Array.Header.Shape[0] == vectors.Length)
            .ToList();
        var captions = texts.Find(static array => CaptionNames.Contains(array.Name));
        texts.Remove(captions);
        var paths = texts.Count > 0 ? texts[0].Array.Texts() : null;
        var captionTexts = captions.Array?.Texts();

        var rows = new VectorRows(path, "npz") { HasPaths = paths is not null };
        if (paths is null && arrays.Any(static array => array.Array.IsTexts))
            rows.Note($"no list of texts has {vectors.Length:N0} of them, as there are vectors; rows are numbered");
        for (var i = 0; i < vectors.Length; i++)
        {
            rows.Add(
                VectorRows.RowName(i), paths is null ? VectorRows.Number(i) : paths[i], vectors[i],
                captionTexts is null ? null : [captionTexts[i]]);
        }

        return rows.Build();
    }

    private static string Names(IEnumerable<(string Name, NpyArray Array)> arrays) => string.Join(
        ", ", arrays.Select(static array => $"{array.Name} {array.Array.Header.Type} {array.Array.Header.ShapeText}"));

    private static List<(string Name, NpyArray Array)> ReadArrays(string path)
    {
        List<(string Name, NpyArray Array)> arrays = [];
        try
        {
            using var file = InterchangeFile.Open(path);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            foreach (var member in archive.Entries)
            {
                if (!member.FullName.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
                    continue;
                var name = $"{path}: {member.FullName}";
                using var content = member.Open();
                var array = NpyArray.Read(InterchangeFile.Read(content, name), name);
                arrays.Add((Path.GetFileNameWithoutExtension(member.Name), array));
            }
        }
        catch (InvalidDataException error)
        {
            throw InterchangeException.Damaged(path, "is not a complete archive", error);
        }
        catch (Exception error) when (Files.UnreadableFile.Is(error))
        {
            throw InterchangeFile.Unreadable(path, error);
        }

        return arrays;
    }
}

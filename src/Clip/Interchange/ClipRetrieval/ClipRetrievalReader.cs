using System.Globalization;
using Clip.Interchange.Npy;
using Clip.Interchange.Parquet;
using Clip.Interchange.Rows;

namespace Clip.Interchange.ClipRetrieval;

/// <summary>
/// Reads the folder of clip-retrieval: row i of <c>img_emb/img_emb_K.npy</c> belongs to row i of
/// <c>metadata/metadata_K.parquet</c>, for each part K.
/// </summary>
internal static class ClipRetrievalReader
{
    private const string VectorFolder = "img_emb";
    private const string NameFolder = "metadata";

    /// <summary>Whether a folder looks like one of clip-retrieval.</summary>
    public static bool Is(string folder) =>
        Directory.Exists(Path.Combine(folder, VectorFolder)) || Directory.Exists(Path.Combine(folder, NameFolder));

    public static VectorTable Read(string folder)
    {
        var vectors = Parts(folder, VectorFolder, ".npy");
        var names = Parts(folder, NameFolder, ".parquet");
        if (vectors.Count == 0)
        {
            throw new InterchangeException(
                folder, $"has no {VectorFolder}/{VectorFolder}_0.npy, and vectors are not read from an index of faiss",
                $"copy the folder {VectorFolder} that clip-retrieval made beside it");
        }

        var rows = new VectorRows(folder, "clip-retrieval folder");
        var (dimensions, first) = (0, "");
        foreach (var (part, file) in vectors)
        {
            if (!names.TryGetValue(part, out var nameFile))
            {
                throw new InterchangeException(
                    file, $"has no {NameFolder}/{NameFolder}_{VectorRows.Number(part)}.parquet that names its rows",
                    "copy the whole folder again");
            }

            var table = NpyArray.ReadRows(file);
            var lines = ParquetReader.ReadNames(nameFile);
            if (table.Length != lines.Count)
            {
                throw new InterchangeException(
                    file, $"has {table.Length:N0} rows, but {Path.GetFileName(nameFile)} names {lines.Count:N0}",
                    "copy the whole folder again");
            }

            var width = table.Length > 0 ? table[0].Length : dimensions;
            if (dimensions != 0 && width != dimensions)
            {
                throw new InterchangeException(
                    file, $"has {width} dimensions, but {first} has {dimensions}", "give parts of one model");
            }

            (dimensions, first) = (width, Path.GetFileName(file));
            for (var row = 0; row < table.Length; row++)
            {
                var name = $"{first} {VectorRows.RowName(row)}";
                rows.Add(name, lines[row].Path, table[row], lines[row].Captions);
            }
        }

        foreach (var (part, file) in names.Where(name => !vectors.ContainsKey(name.Key)))
        {
            var missing = $"{VectorFolder}_{VectorRows.Number(part)}.npy";
            rows.Note(
                $"has no {VectorFolder}/{missing} for {Path.GetFileName(file)}, whose rows are left out: copy the "
                + "whole folder again");
        }

        return rows.Build();
    }

    /// <summary>The files of the parts by their numbers, which may have leading zeros.</summary>
    private static SortedDictionary<long, string> Parts(string folder, string name, string extension)
    {
        SortedDictionary<long, string> parts = [];
        var path = Path.Combine(folder, name);
        try
        {
            if (!Directory.Exists(path))
                return parts;
            foreach (var file in Directory.EnumerateFiles(path, $"{name}_*{extension}"))
            {
                var number = Path.GetFileNameWithoutExtension(file.AsSpan())[(name.Length + 1)..];
                if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var part))
                    parts[part] = file;
            }
        }
        catch (Exception error) when (Files.UnreadableFile.Is(error))
        {
            throw InterchangeFile.Unreadable(path, error);
        }

        return parts;
    }
}

using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.JsonLines;

/// <summary>
/// Reads vectors from JSON: objects with a path and a vector, one a line or in one value over all lines, and the
/// answers of OpenAI's embeddings and batches.
/// </summary>
internal static class JsonLinesReader
{
    /// <summary>Reads a file with a JSON value in each line, or one value over all lines.</summary>
    public static VectorTable Read(string path)
    {
        var rows = new VectorRows(path, "JSON Lines");
        var content = LenientJson.ToUtf8(InterchangeFile.Read(path));
        if (LineFile.Whole(content) is { } whole && WholeJson.Read(whole, rows))
            return rows.Build();
        var (isEmpty, hasRows) = (true, false);
        foreach (var (line, value) in LineFile.Read(content))
        {
            isEmpty = false;
            hasRows |= value is { ValueKind: JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String };
            JsonRow.Read(VectorRows.LineName(line), value, rows);
        }

        // The numbers of a vector that stand in lines of their own are JSON, but no rows.
        if (!isEmpty && !hasRows)
            throw InterchangeException.Damaged(path, "is neither JSON nor lines of JSON");
        var vectors = Path.ChangeExtension(path, ".npy");
        if (rows.HasOnlySkipped && File.Exists(vectors))
            rows.Note($"names the rows of {Path.GetFileName(vectors)}, which has the vectors: import that file");
        return rows.Build();
    }
}

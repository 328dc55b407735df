using System.Text.Json;
using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.SafeTensors;

/// <summary>
/// Reads vectors from a safetensors file: a table whose rows the metadata name (<c>paths</c>, <c>captions</c>,
/// <c>caption_picture</c>), or a tensor for each picture, named by its path.
/// </summary>
internal static class SafeTensorsReader
{
    public static VectorTable Read(string path)
    {
        var content = InterchangeFile.Read(path);
        var header = SafeTensorsHeader.Read(content, path);
        var rows = new VectorRows(path, "safetensors") { Model = header.Metadata("model") };
        var data = content.AsMemory(header.DataStart);
        var tables = header.Tensors.Where(static tensor => tensor is { Shape.Length: 2 }).ToList();
        var numbers = tables.FindAll(static tensor => tensor.FloatType is not null);
        // Whole numbers beside vectors are ids or boxes; alone, they are refused with their type.
        if (numbers.Count > 0)
            tables = numbers;
        if (Each(header) is { } vectors)
            ReadEach(vectors, header, data, rows, path);
        else if (tables.Count > 0)
            ReadTable(Choose(tables, rows, path), header, data, rows, path);
        else
            throw new InterchangeException(path, $"holds no vectors ({Names(header.Tensors)})", "check the file");
        return rows.Build();
    }

    /// <summary>The tensors of a file with one for each picture; null for another file.</summary>
    private static List<TensorEntry>? Each(SafeTensorsHeader header)
    {
        if (header.Metadata("paths") is not null
            || header.Tensors.Any(static tensor => tensor is { Shape: [not 1, _], FloatType: not null }))
        {
            return null;
        }

        // A scale or a bias of the model may stand among them.
        var vectors = header.Tensors.Where(static tensor => tensor.Shape is [> 1] or [1, > 1]).ToList();
        var known = vectors.FindAll(static tensor => tensor.FloatType is not null);
        vectors = known.Count > 0 ? known : vectors;
        return vectors.Count > 1 || vectors is [{ Shape.Length: 1 }]
            || (vectors.Count == 1 && RowPaths.IsLikely(vectors[0].Name))
            ? vectors
            : null;
    }

    private static TensorEntry Choose(List<TensorEntry> tables, VectorRows rows, string path)
    {
        var place = VectorChoice.Of([.. tables.Select(static table => (table.Name, table.Shape[1]))]);
        if (place < 0)
        {
            throw new InterchangeException(
                path, $"holds several tables of vectors ({Names(tables)})", "save those of the pictures alone");
        }

        var chosen = tables[place];
        if (tables.Count > 1)
        {
            var others = tables.Where(table => table != chosen);
            rows.Note($"vectors of pictures are read from {chosen.Name}, not from {Names(others)}");
        }

        return chosen;
    }

    private static void ReadTable(
        TensorEntry table, SafeTensorsHeader header, ReadOnlyMemory<byte> data, VectorRows rows, string path)
    {
        var type = TypeOf(table, path);
        var (count, width) = (table.Shape[0], (int)Math.Min(table.Shape[1], int.MaxValue));
        if (width == 0)
            throw new InterchangeException(path, $"has empty vectors ({table.Name})");
        var paths = Texts(header, "paths");
        if (paths is not null && paths.Count != count)
        {
            throw InterchangeException.Damaged(
                path, $"has {count:N0} vectors ({table.Name}), and its metadata name {paths.Count:N0} paths");
        }

        rows.HasPaths = paths is not null;
        var captions = CaptionsByPicture(header, count);
        var size = FloatValues.SizeOf(type) * width;
        for (var row = 0; row < count; row++)
        {
            var vector = new float[width];
            FloatValues.Read(data.Span[(int)(table.Start + (long)row * size)..], type, isBigEndian: false, vector);
            rows.Add(
                VectorRows.RowName(row), paths is null ? VectorRows.Number(row) : paths[row], vector,
                captions.GetValueOrDefault(row));
        }
    }

    private static void ReadEach(
        List<TensorEntry> vectors, SafeTensorsHeader header, ReadOnlyMemory<byte> data, VectorRows rows, string path)
    {
        foreach (var tensor in vectors)
        {
            var vector = new float[(int)tensor.Shape[^1]];
            FloatValues.Read(data.Span[(int)tensor.Start..], TypeOf(tensor, path), isBigEndian: false, vector);
            rows.Add($"tensor {tensor.Name}", tensor.Name, vector);
        }

        if (header.Tensors.Count > vectors.Count)
            rows.Note($"these tensors are no vectors and are left out: {Names(header.Tensors.Except(vectors))}");
    }

    private static FloatType TypeOf(TensorEntry tensor, string path) => tensor.FloatType
        ?? throw new InterchangeException(
        path, $"holds numbers of the type {tensor.Type} ('{tensor.Name}'), and F64, F32, F16 and BF16 are read",
        "save it with one of these");

    /// <summary>The captions of each row: one for each, or as <c>caption_picture</c> says.</summary>
    private static Dictionary<int, List<string>> CaptionsByPicture(SafeTensorsHeader header, long count)
    {
        Dictionary<int, List<string>> result = [];
        if (Texts(header, "captions") is not { } captions)
            return result;
        var pictures = Numbers(header, "caption_picture");
        if (pictures is null ? captions.Count != count : pictures.Count != captions.Count)
            return result;
        for (var i = 0; i < captions.Count; i++)
        {
            var picture = pictures is null ? i : pictures[i];
            if (captions[i].Length == 0)
                continue;
            if (!result.TryGetValue(picture, out var list))
                result[picture] = list = [];
            list.Add(captions[i]);
        }

        return result;
    }

    private static List<string>? Texts(SafeTensorsHeader header, string key) =>
        List(header, key)?.Select(static item => RowKeys.TextOf(item) ?? "").ToList();

    private static List<int>? Numbers(SafeTensorsHeader header, string key) =>
        List(header, key)?.Select(static item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number) ? number : -1).ToList();

    private static List<JsonElement>? List(SafeTensorsHeader header, string key)
    {
        if (header.Metadata(key) is not { } json)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.Clone().EnumerateArray()]
                : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Names(IEnumerable<TensorEntry> tensors) =>
        ColumnNames.Show(tensors.Select(static tensor => tensor.Name));
}

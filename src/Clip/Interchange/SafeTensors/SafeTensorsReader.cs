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
        var tables = header.Tensors.Where(static tensor => tensor.Shape.Length == 2).ToList();
        if (tables.Count > 0)
            ReadTable(Choose(tables, rows, path), header, data, rows, path);
        else if (header.Tensors.Count > 0 && header.Tensors.All(static tensor => tensor.Shape.Length == 1))
            ReadEach(header, data, rows, path);
        else
            throw new InterchangeException(path, $"holds no vectors ({Names(header.Tensors)})", "check the file");
        return rows.Build();
    }

    private static TensorEntry Choose(List<TensorEntry> tables, VectorRows rows, string path)
    {
        if (tables.Count == 1)
            return tables[0];
        var pictures = tables.FindAll(static table => table.Name.Contains("image", StringComparison.OrdinalIgnoreCase));
        if (pictures.Count != 1)
        {
            throw new InterchangeException(
                path, $"holds several tables of vectors ({Names(tables)})", "save those of the pictures alone");
        }

        var others = tables.Where(table => table != pictures[0]);
        rows.Note($"vectors of pictures are read from {pictures[0].Name}, not from {Names(others)}");
        return pictures[0];
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
        SafeTensorsHeader header, ReadOnlyMemory<byte> data, VectorRows rows, string path)
    {
        foreach (var tensor in header.Tensors)
        {
            var vector = new float[(int)tensor.Shape[0]];
            FloatValues.Read(data.Span[(int)tensor.Start..], TypeOf(tensor, path), isBigEndian: false, vector);
            rows.Add($"tensor {tensor.Name}", tensor.Name, vector);
        }
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
        string.Join(", ", tensors.Take(8).Select(static tensor => tensor.Name));
}

using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.SafeTensors;

/// <summary>Writes vectors as a tensor, with their paths and captions in the metadata.</summary>
internal static class SafeTensorsWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Write(string path, IEnumerable<VectorRow> rows, int dimensions, string? model)
    {
        using var file = new OutputFile(path);
        file.Try(() =>
        {
            file.Stream.Write(Header(rows, dimensions, model));
            foreach (var row in rows)
                FloatBytes.Write(file.Stream, row.Vector.Span);
            return true;
        });
        file.Complete();
        return [path];
    }

    private static byte[] Header(IEnumerable<VectorRow> rows, int dimensions, string? model)
    {
        List<string> paths = [], captions = [];
        List<int> pictures = [];
        foreach (var row in rows)
        {
            captions.AddRange(row.Captions);
            pictures.AddRange(Enumerable.Repeat(paths.Count, row.Captions.Count));
            paths.Add(row.Id);
        }

        using var header = new MemoryStream();
        header.Write(new byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(header, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            // Transformers refuses a file that does not say where its tensors come from.
            json.WriteString("format", "np");
            if (model is not null)
                json.WriteString("model", model);
            json.WriteString("paths", Texts(paths));
            json.WriteString("captions", Texts(captions));
            json.WriteString("caption_picture", $"[{string.Join(", ", pictures)}]");
            json.WriteEndObject();
            json.WriteStartObject("image_embeddings");
            json.WriteString("dtype", "F32");
            WriteNumbers(json, "shape", paths.Count, dimensions);
            WriteNumbers(json, "data_offsets", 0, (long)paths.Count * dimensions * sizeof(float));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        // The format's own library pads with spaces, so that the tensors are aligned.
        while (header.Length % sizeof(ulong) != 0)
            header.WriteByte((byte)' ');
        var bytes = header.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - sizeof(ulong)));
        return bytes;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long first, long second)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(first);
        json.WriteNumberValue(second);
        json.WriteEndArray();
    }

    private static string Texts(List<string> texts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>Writes vectors as <c>.npy</c>, and a line of JSON for each row beside it.</summary>
internal static class NpyWriter
{
    /// <summary>What NumPy aligns the data to.</summary>
    private const int Alignment = 64;

    private static readonly JsonWriterOptions LineOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<string> Write(string path, IEnumerable<VectorRow> rows, int dimensions)
    {
        var names = Path.ChangeExtension(path, ".jsonl");
        var count = rows.LongCount();
        using var vectors = new OutputFile(path);
        using var lines = new OutputFile(names);
        vectors.Try(() =>
        {
            vectors.Stream.Write(Header(count, dimensions));
            foreach (var row in rows)
            {
                FloatBytes.Write(vectors.Stream, row.Vector.Span);
                lines.Stream.Write(Line(row));
                count--;
            }

            return true;
        });
        if (count != 0)
            throw new InvalidOperationException("The rows have changed between two enumerations.");
        lines.Complete();
        vectors.Complete();
        return [path, names];
    }

    private static byte[] Header(long rows, int dimensions)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {dimensions}), }}");
        const int before = 10;
        var length = (before + text.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)), (byte)'\n',
        ];
    }

    private static byte[] Line(VectorRow row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, LineOptions))
        {
            json.WriteStartObject();
            json.WriteString("path", row.Id);
            if (row.Captions.Count == 1)
            {
                json.WriteString("caption", row.Captions[0]);
            }
            else if (row.Captions.Count > 1)
            {
                json.WriteStartArray("captions");
                foreach (var caption in row.Captions)
                    json.WriteStringValue(caption);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}

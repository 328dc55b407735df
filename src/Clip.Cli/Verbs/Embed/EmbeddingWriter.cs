using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization;
using Clip.Cli.Inputs;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Embed;

/// <summary>A format of vectors that other programs read.</summary>
internal enum EmbeddingFormat
{
    /// <summary>One JSON object per line.</summary>
    JsonLines,

    /// <summary>NumPy's file format.</summary>
    Npy,

    /// <summary>Comma-separated values.</summary>
    Csv,
}

internal sealed record EmbeddingLine(string Input, string Kind, float[] Embedding);

internal sealed record EmbeddingErrorLine(string Input, string Kind, string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EmbeddingLine))]
[JsonSerializable(typeof(EmbeddingErrorLine))]
internal sealed partial class EmbedJson : JsonSerializerContext;

/// <summary>Writes vectors in one of the formats.</summary>
internal abstract class EmbeddingWriter(Terminal terminal)
{
    protected Terminal Terminal { get; } = terminal;

    public static EmbeddingWriter Create(EmbeddingFormat format, Terminal terminal, int dimensions) => format switch
    {
        EmbeddingFormat.Npy => new Npy(terminal, dimensions),
        EmbeddingFormat.Csv => new Csv(terminal, dimensions),
        _ => new Jsonl(terminal),
    };

    /// <summary>Writes one vector.</summary>
    public abstract void Write(InputItem item, float[] vector);

    /// <summary>
    /// Writes a placeholder for an item without a vector, so that answers can be matched with inputs.
    /// </summary>
    public abstract void WriteError(InputItem item, string message);

    /// <summary>Ends the output.</summary>
    public virtual void Finish() => Terminal.Flush();

    private static string Kind(InputItem item) => item.IsPicture ? "image" : "text";

    private sealed class Jsonl(Terminal terminal) : EmbeddingWriter(terminal)
    {
        public override void Write(InputItem item, float[] vector) =>
            Terminal.Json(new EmbeddingLine(item.Value, Kind(item), vector), EmbedJson.Default.EmbeddingLine);

        public override void WriteError(InputItem item, string message) => Terminal.Json(
            new EmbeddingErrorLine(item.Value, Kind(item), message), EmbedJson.Default.EmbeddingErrorLine);
    }

    /// <summary>Columns input, kind, then one per dimension; quoted as RFC 4180 says.</summary>
    private sealed class Csv : EmbeddingWriter
    {
        private readonly int _dimension;

        public Csv(Terminal terminal, int dimensions)
            : base(terminal)
        {
            _dimension = dimensions;
            var columns = Enumerable.Range(0, dimensions).Select(static i => $"d{i}");
            Terminal.Line("input,kind," + string.Join(',', columns));
        }

        public override void Write(InputItem item, float[] vector)
        {
            var numbers = vector.Select(static value => value.ToString("R", CultureInfo.InvariantCulture));
            Terminal.Line($"{Quote(item.Value)},{Kind(item)},{string.Join(',', numbers)}");
        }

        public override void WriteError(InputItem item, string message) =>
            Terminal.Line($"{Quote(item.Value)},{Kind(item)}{new string(',', _dimension)}");

        private static string Quote(string value) => value.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;
    }

    /// <summary>
    /// One float32 matrix, a row per item. The header holds the number of rows, so all are kept until the end.
    /// </summary>
    private sealed class Npy(Terminal terminal, int dimensions) : EmbeddingWriter(terminal)
    {
        private readonly List<float[]> _rows = [];

        public override void Write(InputItem item, float[] vector) => _rows.Add(vector);

        public override void WriteError(InputItem item, string message)
        {
            var missing = new float[dimensions];
            Array.Fill(missing, float.NaN);
            _rows.Add(missing);
        }

        public override void Finish()
        {
            // Format: numpy.lib.format, version 1.0; the header ends with a newline at a multiple of 64 bytes.
            var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({_rows.Count}, {dimensions}), }}";
            header = header.PadRight(((header.Length + 11 + 63) / 64 * 64) - 11) + "\n";
            Terminal.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
            Terminal.Write(Encoding.ASCII.GetBytes(header));
            foreach (var row in _rows)
                Terminal.Write(MemoryMarshal.AsBytes(row.AsSpan()));
            base.Finish();
        }
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Clip.Cli.Output;

/// <summary>Writes vectors in one of the formats that other programs read.</summary>
internal abstract class EmbeddingWriter(Terminal terminal)
{
    protected Terminal Terminal { get; } = terminal;

    public static EmbeddingWriter Create(string format, Terminal terminal, int dimension) => format switch
    {
        "npy" => new Npy(terminal, dimension),
        "csv" => new Csv(terminal, dimension),
        _ => new Jsonl(terminal),
    };

    /// <summary>Writes one vector.</summary>
    public abstract void Write(string input, bool isPicture, float[] vector);

    /// <summary>Keeps the place of an input that has no vector, so that answers can be matched with what was asked.</summary>
    public abstract void WriteError(string input, bool isPicture, string message);

    /// <summary>Ends the output.</summary>
    public virtual void Finish() => Terminal.Flush();

    private static string Kind(bool isPicture) => isPicture ? "image" : "text";

    private sealed class Jsonl(Terminal terminal) : EmbeddingWriter(terminal)
    {
        public override void Write(string input, bool isPicture, float[] vector) =>
            Terminal.Json(new EmbeddingLine(input, Kind(isPicture), vector), JsonLines.Readable.EmbeddingLine);

        public override void WriteError(string input, bool isPicture, string message) =>
            Terminal.Json(new EmbeddingError(input, Kind(isPicture), message), JsonLines.Readable.EmbeddingError);
    }

    /// <summary>Columns input, kind, then one for each dimension; quoted as RFC 4180 says.</summary>
    private sealed class Csv : EmbeddingWriter
    {
        private readonly int _dimension;

        public Csv(Terminal terminal, int dimension)
            : base(terminal)
        {
            _dimension = dimension;
            Terminal.Line("input,kind," + string.Join(',', Enumerable.Range(0, dimension).Select(static i => $"d{i}")));
        }

        public override void Write(string input, bool isPicture, float[] vector) =>
            Terminal.Line($"{Quote(input)},{Kind(isPicture)},{string.Join(',', vector.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))}");

        public override void WriteError(string input, bool isPicture, string message) =>
            Terminal.Line($"{Quote(input)},{Kind(isPicture)}{new string(',', _dimension)}");

        private static string Quote(string value) => value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }

    /// <summary>One float32 matrix, a row for each input. The header tells the number of rows, so all are kept until the end.</summary>
    private sealed class Npy(Terminal terminal, int dimension) : EmbeddingWriter(terminal)
    {
        private readonly List<float[]> _rows = [];

        public override void Write(string input, bool isPicture, float[] vector) => _rows.Add(vector);

        public override void WriteError(string input, bool isPicture, string message)
        {
            var missing = new float[dimension];
            Array.Fill(missing, float.NaN);
            _rows.Add(missing);
        }

        public override void Finish()
        {
            // Format: numpy.lib.format, version 1.0; the header ends with a newline at a multiple of 64 bytes.
            var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({_rows.Count}, {dimension}), }}";
            header = header.PadRight(((header.Length + 11 + 63) / 64 * 64) - 11) + "\n";
            Terminal.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
            Terminal.Write(Encoding.ASCII.GetBytes(header));
            foreach (var row in _rows)
                Terminal.Write(MemoryMarshal.AsBytes(row.AsSpan()));
            base.Finish();
        }
    }
}

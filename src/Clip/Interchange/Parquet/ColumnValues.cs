using System.Buffers.Binary;
using System.Text;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Parquet;

/// <summary>The values of a page: numbers or texts.</summary>
internal sealed class ColumnValues
{
    private ColumnValues(float[] numbers, string[] texts) => (Numbers, Texts) = (numbers, texts);

    /// <summary>The numbers; empty for a column of texts.</summary>
    public float[] Numbers { get; }

    /// <summary>The texts; empty for a column of numbers.</summary>
    public string[] Texts { get; }

    public static ColumnValues Of(string[] texts) => new([], texts);

    /// <summary>Reads values that stand one after another.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public static ColumnValues Plain(ParquetColumn column, ReadOnlyMemory<byte> data, int count)
    {
        if (column.Type == PhysicalType.ByteArray)
            return Of(ReadTexts(data.Span, count));
        var type = TypeOf(column);
        Require(data.Length, (long)count * FloatValues.SizeOf(type));
        var numbers = new float[count];
        FloatValues.Read(data.Span, type, isBigEndian: false, numbers);
        return new ColumnValues(numbers, []);
    }

    /// <summary>Reads values of which first all first bytes stand, then all second bytes, and so on.</summary>
    public static ColumnValues Split(ParquetColumn column, ReadOnlyMemory<byte> data, int count)
    {
        var type = TypeOf(column);
        var size = FloatValues.SizeOf(type);
        Require(data.Length, (long)count * size);
        var bytes = new byte[count * size];
        for (var part = 0; part < size; part++)
        {
            var stream = data.Span.Slice(part * count, count);
            for (var i = 0; i < count; i++)
                bytes[i * size + part] = stream[i];
        }

        var numbers = new float[count];
        FloatValues.Read(bytes, type, isBigEndian: false, numbers);
        return new ColumnValues(numbers, []);
    }

    /// <summary>The values with some indexes, where these are a dictionary.</summary>
    public ColumnValues Pick(int[] indexes)
    {
        var known = Math.Max(Numbers.Length, Texts.Length);
        foreach (var index in indexes)
        {
            if ((uint)index >= (uint)known)
                throw new InvalidDataException("an index beyond the dictionary");
        }

        return Texts.Length > 0
            ? new ColumnValues([], Array.ConvertAll(indexes, index => Texts[index]))
            : new ColumnValues(Array.ConvertAll(indexes, index => Numbers[index]), []);
    }

    private static FloatType TypeOf(ParquetColumn column) => column.FloatType
        ?? throw new InvalidDataException($"values of the column '{column.Name}' of the type {column.Type}");

    private static string[] ReadTexts(ReadOnlySpan<byte> data, int count)
    {
        Require(data.Length, count * 4L);
        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            Require(data.Length, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data);
            Require(data.Length - 4, length);
            texts[i] = Encoding.UTF8.GetString(data.Slice(4, (int)length));
            data = data[(4 + (int)length)..];
        }

        return texts;
    }

    private static void Require(long there, long needed)
    {
        if (needed > there)
            throw new InvalidDataException("values beyond the page's end");
    }
}

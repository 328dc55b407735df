using System.Buffers.Binary;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Parquet;

/// <summary>How the values of a column are stored.</summary>
internal enum PhysicalType
{
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    ByteArray,
    FixedLengthByteArray,
}

/// <summary>A column with values.</summary>
/// <param name="Index">Its place among the columns of a row group.</param>
/// <param name="Path">The names from the root to it.</param>
/// <param name="Type">How its values are stored.</param>
/// <param name="MaxRepetition">How many lists it lies in.</param>
/// <param name="MaxDefinition">The definition level of a value that is there.</param>
/// <param name="ListDefinition">The definition level of an item of the innermost list.</param>
/// <param name="IsHalf">Whether it holds 16-bit numbers.</param>
internal sealed record ParquetColumn(
    int Index, string[] Path, PhysicalType Type, int MaxRepetition, int MaxDefinition, int ListDefinition, bool IsHalf)
{
    /// <summary>The name of the column at the root.</summary>
    public string Name => Path[0];

    /// <summary>How its numbers are stored; null where it holds something else.</summary>
    public FloatType? FloatType => Type switch
    {
        PhysicalType.Float => Rows.FloatType.Single,
        PhysicalType.Double => Rows.FloatType.Double,
        PhysicalType.FixedLengthByteArray when IsHalf => Rows.FloatType.Half,
        _ => null,
    };

    /// <summary>Whether it holds a list of numbers with a fraction for each row.</summary>
    public bool IsVector => MaxRepetition == 1 && FloatType is not null;

    /// <summary>Whether it holds a text for each row.</summary>
    public bool IsText => MaxRepetition == 0 && Type == PhysicalType.ByteArray;

    /// <summary>Whether it holds a list of texts for each row.</summary>
    public bool IsTexts => MaxRepetition == 1 && Type == PhysicalType.ByteArray;
}

/// <summary>
/// A Parquet file in memory: its columns and row groups. Source: the format's specification, apache/parquet-format.
/// </summary>
internal sealed class ParquetFile
{
    private const int MaxDepth = 16;

    private ParquetFile(ReadOnlyMemory<byte> content, string path) => (Content, Path) = (content, path);

    public ReadOnlyMemory<byte> Content { get; }

    public string Path { get; }

    public List<ParquetColumn> Columns { get; } = [];

    /// <summary>The metadata of each row group.</summary>
    public IReadOnlyList<ThriftValue> RowGroups { get; private set; } = [];

    /// <summary>What the file says of itself, by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = new Dictionary<string, string>();

    /// <summary>Reads the footer of a file.</summary>
    /// <exception cref="InterchangeException">The file is damaged or encrypted.</exception>
    public static ParquetFile Open(ReadOnlyMemory<byte> content, string path)
    {
        var span = content.Span;
        if (span.Length < 12 || !span.StartsWith("PAR1"u8))
        {
            if (span.StartsWith("PARE"u8))
                throw new InterchangeException(path, "is encrypted", "write it without encryption");
            throw InterchangeException.Damaged(path, "is not a Parquet file");
        }

        if (!span.EndsWith("PAR1"u8))
            throw InterchangeException.Damaged(path, "is cut: its footer is missing");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(span[^8..]);
        if (length > span.Length - 12)
            throw InterchangeException.Damaged(path, $"announces a footer of {length:N0} bytes that it lacks");
        var file = new ParquetFile(content, path);
        try
        {
            file.ReadFooter(content.Slice(span.Length - 8 - (int)length, (int)length));
            return file;
        }
        catch (InvalidDataException error)
        {
            throw InterchangeException.Damaged(path, $"has a damaged footer ({error.Message})", error);
        }
    }

    private void ReadFooter(ReadOnlyMemory<byte> footer)
    {
        var metadata = new ThriftReader(footer).ReadStruct();
        var schema = metadata.List(2);
        if (schema.Count == 0)
            throw new InvalidDataException("no columns");
        var next = 1;
        for (var child = schema[0].Long(5); child > 0; child--)
            ReadSchema(schema, ref next, [], 0, 0, 0);
        RowGroups = metadata.List(4);
        Metadata = metadata.List(5).GroupBy(static pair => pair.Text(1), static pair => pair.Text(2))
            .ToDictionary(static pair => pair.Key, static pair => pair.First(), StringComparer.Ordinal);
    }

    private void ReadSchema(
        IReadOnlyList<ThriftValue> schema, ref int next, string[] parent, int repetition, int definition, int list)
    {
        if (next >= schema.Count || parent.Length > MaxDepth)
            throw new InvalidDataException("columns that do not end");
        var element = schema[next++];
        string[] path = [.. parent, element.Text(4)];
        var kind = element.Long(3);
        if (kind != 0)
            definition++;
        if (kind == 2)
        {
            repetition++;
            list = definition;
        }

        var children = element.Long(5);
        if (children == 0 && element[1] is { } type)
        {
            Columns.Add(new ParquetColumn(
                Columns.Count, path, (PhysicalType)type.Number, repetition, definition, list,
                IsHalf: element.Long(2) == 2 && element[10]?[15] is not null));
        }

        for (; children > 0; children--)
            ReadSchema(schema, ref next, path, repetition, definition, list);
    }
}

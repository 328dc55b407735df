using System.Buffers.Binary;

namespace Clip.Interchange.Parquet;

/// <summary>The values of a column in one page, with the levels that say which rows and lists they belong to.</summary>
/// <param name="Repetitions">For each entry, 0 where it begins a row; empty where every entry is a row.</param>
/// <param name="Definitions">For each entry, how much of its path is there; empty where everything is.</param>
/// <param name="Count">The number of entries.</param>
/// <param name="Values">The values that are there, in order.</param>
internal sealed record ColumnPage(int[] Repetitions, int[] Definitions, int Count, ColumnValues Values);

/// <summary>Reads the pages of a column in a row group.</summary>
internal sealed class ColumnPages(ParquetFile file, ParquetColumn column)
{
    // What pages of all writers have at most, for pages without any bytes, and with them.
    private const int MostEntries = 20_000;
    private const long MostEntriesPerByte = 256;

    private const int Plain = 0;
    private const int PlainDictionary = 2;
    private const int DeltaLengths = 6;
    private const int DeltaTexts = 7;
    private const int RunLengthDictionary = 8;
    private const int ByteStreamSplit = 9;

    private ColumnValues? _dictionary;

    /// <summary>Reads all pages of a row group.</summary>
    /// <exception cref="InvalidDataException">The column is damaged.</exception>
    /// <exception cref="InterchangeException">It is encoded in a way that is not read.</exception>
    public IEnumerable<ColumnPage> Read(ThriftValue rowGroup)
    {
        _dictionary = null;
        var chunks = rowGroup.List(1);
        if (column.Index >= chunks.Count || chunks[column.Index][3] is not { } metadata)
            throw new InvalidDataException($"no data of the column '{column.Name}'");
        var start = metadata.Long(9);
        if (metadata.Long(11) is > 0 and var dictionary)
            start = Math.Min(start, dictionary);
        var length = metadata.Long(7);
        if (start < 0 || length < 0 || start > file.Content.Length || length > file.Content.Length - start)
            throw new InvalidDataException($"data of the column '{column.Name}' beyond the file's end");
        var chunk = file.Content.Slice((int)start, (int)length);
        var (left, codec) = (metadata.Long(5), metadata.Long(4));
        while (left > 0)
        {
            var reader = new ThriftReader(chunk);
            var header = reader.ReadStruct();
            var size = header.Long(3);
            if (size < 0 || size > chunk.Length - reader.Position)
                throw new InvalidDataException("a page beyond the column's end");
            var page = chunk.Slice(reader.Position, (int)size);
            chunk = chunk[(reader.Position + (int)size)..];
            switch (header.Long(1))
            {
                case 0:
                    yield return Counted(ReadFirst(header, page, codec), ref left);
                    break;
                case 2:
                    ReadDictionary(header, page, codec);
                    break;
                case 3:
                    yield return Counted(ReadSecond(header, page, codec), ref left);
                    break;
            }
        }
    }

    private static ColumnPage Counted(ColumnPage page, ref long left)
    {
        if (page.Count == 0)
            throw new InvalidDataException("an empty page");
        left -= page.Count;
        return page;
    }

    private void ReadDictionary(ThriftValue header, ReadOnlyMemory<byte> page, long codec)
    {
        var data = PageData.Decompress(page, codec, header.Long(2));
        _dictionary = ColumnValues.Plain(column, data, Count(header[7]?.Long(1) ?? 0, data.Length));
    }

    /// <summary>A page of version 1: levels and values are compressed together.</summary>
    private ColumnPage ReadFirst(ThriftValue header, ReadOnlyMemory<byte> page, long codec)
    {
        var details = header[5] ?? throw new InvalidDataException("a page without a header");
        var data = PageData.Decompress(page, codec, header.Long(2));
        var count = Count(details.Long(1), data.Length);
        var repetitions = ReadLevels(ref data, column.MaxRepetition, count);
        var definitions = ReadLevels(ref data, column.MaxDefinition, count);
        return Build(repetitions, definitions, count, data, details.Long(2));
    }

    /// <summary>A page of version 2: levels stand before the compressed values.</summary>
    private ColumnPage ReadSecond(ThriftValue header, ReadOnlyMemory<byte> page, long codec)
    {
        var details = header[8] ?? throw new InvalidDataException("a page without a header");
        var (definitionLength, repetitionLength) = (details.Long(5), details.Long(6));
        if (definitionLength < 0 || repetitionLength < 0 || definitionLength + repetitionLength > page.Length)
            throw new InvalidDataException("levels beyond the page's end");
        var levels = (int)(definitionLength + repetitionLength);
        var isCompressed = details.Long(7, missing: 1) != 0;
        var data = PageData.Decompress(page[levels..], isCompressed ? codec : 0, header.Long(2) - levels);
        var count = Count(details.Long(1), header.Long(2));
        var repetitions = Levels(page[..(int)repetitionLength], column.MaxRepetition, count);
        var definitions = Levels(page[(int)repetitionLength..levels], column.MaxDefinition, count);
        return Build(repetitions, definitions, count, data, details.Long(4));
    }

    private ColumnPage Build(
        int[] repetitions, int[] definitions, int count, ReadOnlyMemory<byte> data, long encoding)
    {
        var there = definitions.Length == 0 ? count : definitions.Count(level => level == column.MaxDefinition);
        var values = encoding switch
        {
            Plain => ColumnValues.Plain(column, data, there),
            PlainDictionary or RunLengthDictionary => FromDictionary(data.Span, there),
            ByteStreamSplit => ColumnValues.Split(column, data, there),
            DeltaLengths when column.Type == PhysicalType.ByteArray =>
                ColumnValues.Of(DeltaValues.Texts(data.Span, there)),
            DeltaTexts when column.Type == PhysicalType.ByteArray =>
                ColumnValues.Of(DeltaValues.SharedTexts(data.Span, there)),
            _ => throw new InterchangeException(
                file.Path, $"has values of the column '{column.Name}' in the encoding {encoding}, which is not read",
                "write the column in another encoding"),
        };
        return new ColumnPage(repetitions, definitions, count, values);
    }

    private ColumnValues FromDictionary(ReadOnlySpan<byte> data, int count)
    {
        if (_dictionary is null)
            throw new InvalidDataException("a page before its dictionary");
        var indexes = new int[count];
        if (count > 0)
        {
            if (data.IsEmpty)
                throw new InvalidDataException("a page without indexes");
            HybridRuns.Read(data[1..], data[0], indexes);
        }

        return _dictionary.Pick(indexes);
    }

    private static int Count(long count, long bytes) =>
        count >= 0 && count <= MostEntries + bytes * MostEntriesPerByte
            ? (int)Math.Min(count, int.MaxValue)
            : throw new InvalidDataException($"a page of {count:N0} values in {bytes:N0} bytes");

    private static int[] ReadLevels(ref ReadOnlyMemory<byte> data, int most, int count)
    {
        if (most == 0)
            return [];
        var length = data.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(data.Span);
        if (length > data.Length - 4)
            throw new InvalidDataException("levels beyond the page's end");
        var levels = Levels(data.Slice(4, (int)length), most, count);
        data = data[(4 + (int)length)..];
        return levels;
    }

    private static int[] Levels(ReadOnlyMemory<byte> data, int most, int count)
    {
        if (most == 0)
            return [];
        var levels = new int[count];
        HybridRuns.Read(data.Span, 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)most), levels);
        return levels;
    }
}

using System.Buffers.Binary;
using Clip.Catalog.Database;

namespace Clip.Catalog.Storage;

/// <summary>
/// A checksum of every row, so that damage is traced to single pictures. The catalog keeps them, apart from the
/// vectors, in blocks of 512 rows: a commit rewrites at most one block that existed before.
/// </summary>
internal sealed class RowChecksums
{
    private const int BlockRows = 512;

    private readonly SortedDictionary<long, byte[]> _changed = [];

    /// <summary>How many blocks a number of rows takes.</summary>
    public static long BlocksOf(long rowCount) => (rowCount + BlockRows - 1) / BlockRows;

    /// <summary>The checksum stored for each row, or null if there is none; reads one block at a time.</summary>
    public static IEnumerable<ulong?> Read(CatalogDatabase catalog, IEnumerable<long> ascendingRows)
    {
        var current = -1L;
        byte[]? block = null;
        foreach (var row in ascendingRows)
        {
            if (row / BlockRows != current)
                block = catalog.Checksums(current = row / BlockRows);
            var at = (int)(row % BlockRows) * 8;
            yield return at + 8 <= block?.Length ? BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(at)) : null;
        }
    }

    /// <summary>The checksums stored for consecutive rows.</summary>
    public static ulong?[] Read(CatalogDatabase catalog, long firstRow, int count)
    {
        var checksums = new ulong?[count];
        var at = 0;
        foreach (var checksum in Read(catalog, Enumerable.Range((int)firstRow, count).Select(static row => (long)row)))
            checksums[at++] = checksum;
        return checksums;
    }

    /// <summary>Records the checksum of the row after the last one.</summary>
    public void Add(CatalogDatabase catalog, long row, ulong checksum)
    {
        var block = row / BlockRows;
        var at = (int)(row % BlockRows) * 8;
        if (!_changed.TryGetValue(block, out var bytes))
        {
            bytes = new byte[BlockRows * 8];
            if (at > 0)
                catalog.Checksums(block).AsSpan().CopyTo(bytes);
            _changed.Add(block, bytes);
        }
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), checksum);
    }

    /// <summary>Writes the checksums that were added.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="rowCount">How many rows the vector file has.</param>
    public void Save(CatalogDatabase catalog, long rowCount)
    {
        foreach (var (block, bytes) in _changed)
        {
            var rows = Math.Min(BlockRows, rowCount - block * BlockRows);
            catalog.WriteChecksums(block, bytes[..(int)(rows * 8)]);
        }
        _changed.Clear();
    }

    /// <summary>Drops the checksums that were added and not written.</summary>
    public void Clear() => _changed.Clear();
}

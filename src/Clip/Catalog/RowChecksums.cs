using System.Buffers.Binary;

namespace Clip.Catalog;

/// <summary>
/// A checksum of every row, so that damage is traced to single pictures. They live in the catalog, apart from what they
/// vouch for, 512 rows a block: a commit rewrites at most one block that was there before.
/// </summary>
internal sealed class RowChecksums
{
    private const int BlockRows = 512;

    private readonly SortedDictionary<long, byte[]> _changed = [];

    /// <summary>How many blocks some rows take.</summary>
    public static long BlocksOf(long rowCount) => (rowCount + BlockRows - 1) / BlockRows;

    /// <summary>The checksum stored for a row, or null if there is none; reads one block at a time.</summary>
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

    /// <summary>Notes the checksum of the row after the last one.</summary>
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

    /// <summary>Writes what was added. Rows from <paramref name="rowCount"/> on do not exist yet.</summary>
    public void Save(CatalogDatabase catalog, long rowCount)
    {
        foreach (var (block, bytes) in _changed)
        {
            var rows = Math.Min(BlockRows, rowCount - block * BlockRows);
            catalog.WriteChecksums(block, bytes[..(int)(rows * 8)]);
        }
        _changed.Clear();
    }

    public void Forget() => _changed.Clear();
}

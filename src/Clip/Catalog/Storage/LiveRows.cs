using System.Buffers.Binary;
using Clip.Catalog.Database;
using Clip.Vectors;

namespace Clip.Catalog.Storage;

/// <summary>
/// Which entries of one kind exist, as a writer changes them. The catalog keeps them in chunks, so that opening an
/// index of a million pictures reads 128 KB, and a commit writes only the chunks that changed.
/// </summary>
internal sealed class LiveRows(EntryKind kind)
{
    private const int ChunkRows = 65_536;
    private const int ChunkWords = ChunkRows / 64;

    private readonly SortedSet<int> _changed = [];

    /// <summary>The entries.</summary>
    public RowBitmap Rows { get; private set; } = new();

    /// <summary>Reads the entries of a kind from the catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="rowCount">How many rows the vector file has; only those can be alive.</param>
    /// <exception cref="IndexException">The catalog is damaged.</exception>
    public static RowBitmap Read(CatalogDatabase catalog, EntryKind kind, long rowCount)
    {
        var rows = new RowBitmap();
        Span<byte> word = stackalloc byte[8];
        foreach (var (chunk, bits) in catalog.LiveChunks(kind))
        {
            if (chunk < 0 || bits.Length > ChunkRows / 8 || (bits.Length > 0 && (long)chunk * ChunkRows >= rowCount))
                throw IndexException.Damaged(catalog.Path, "a bitmap is out of range");
            for (var at = 0; at < bits.Length; at += 8)
            {
                word.Clear();
                bits.AsSpan(at, Math.Min(8, bits.Length - at)).CopyTo(word);
                rows.SetWord(chunk * ChunkWords + at / 8, BinaryPrimitives.ReadUInt64LittleEndian(word));
            }
        }
        return rows;
    }

    /// <summary>Replaces the entries with those of the catalog and drops unsaved changes.</summary>
    /// <inheritdoc cref="Read"/>
    public void Load(CatalogDatabase catalog, long rowCount)
    {
        _changed.Clear();
        Rows = Read(catalog, kind, rowCount);
    }

    public void Add(long entry)
    {
        if (Rows.Add(entry))
            _changed.Add((int)(entry / ChunkRows));
    }

    public void Remove(long entry)
    {
        if (Rows.Remove(entry))
            _changed.Add((int)(entry / ChunkRows));
    }

    /// <summary>Writes the chunks that changed.</summary>
    public void Save(CatalogDatabase catalog)
    {
        foreach (var chunk in _changed)
            catalog.WriteLiveChunk(kind, chunk, Bits(chunk));
        _changed.Clear();
    }

    private byte[] Bits(int chunk)
    {
        var first = Math.Min(chunk * ChunkWords, Rows.Words.Length);
        var words = Rows.Words[first..Math.Min(first + ChunkWords, Rows.Words.Length)];
        var bytes = new byte[words.Length * 8];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), words[i]);
        return bytes.AsSpan().TrimEnd((byte)0).ToArray();
    }
}

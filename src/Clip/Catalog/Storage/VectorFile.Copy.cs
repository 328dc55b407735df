using Clip.Vectors;

namespace Clip.Catalog.Storage;

internal sealed unsafe partial class VectorFile
{
    private const int CopyBytes = 1 << 20;

    /// <summary>
    /// Copies rows of another file to this one, one after the other from the first row on, through one buffer: memory
    /// does not grow with the rows. They are on disk after <see cref="Flush"/>.
    /// </summary>
    /// <param name="source">A file of the same dimension.</param>
    /// <param name="rows">Rows that it holds.</param>
    /// <param name="copied">Called now and then with the number of rows written; may throw to stop.</param>
    /// <exception cref="IndexException">The source became shorter, or the disk is full or failed.</exception>
    public void CopyRows(VectorFile source, RowBitmap rows, Action<long> copied)
    {
        var buffer = new byte[Math.Max(1, CopyBytes / RowBytes) * RowBytes];
        var (filled, written) = (0, 0L);
        try
        {
            foreach (var (first, count) in rows.Runs())
            {
                for (var done = 0L; done < count;)
                {
                    var take = (int)Math.Min(count - done, (buffer.Length - filled) / RowBytes);
                    source.Read(first + done, buffer.AsSpan(filled, take * RowBytes));
                    done += take;
                    filled += take * RowBytes;
                    if (filled == buffer.Length)
                        WriteOut();
                }
            }
            WriteOut();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(Path, failed);
        }

        void WriteOut()
        {
            RandomAccess.Write(_file, buffer.AsSpan(0, filled), Offset(written));
            written += filled / RowBytes;
            filled = 0;
            copied(written);
        }
    }

    private void Read(long row, Span<byte> rows)
    {
        for (var at = 0; at < rows.Length;)
        {
            var read = RandomAccess.Read(_file, rows[at..], Offset(row) + at);
            if (read == 0)
                throw IndexException.VectorsUnusable(Path, "became shorter while in use");
            at += read;
        }
    }
}

using System.Formats.Tar;

namespace Clip.Tests.Postgres.Archives;

/// <summary>Writes tar archives.</summary>
internal sealed class TarMaker : IDisposable
{
    /// <summary>When members were written, unless they say otherwise: all at once, as programs pack them.</summary>
    public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly MemoryStream _bytes = new();
    private readonly TarWriter _writer;
    private readonly TarEntryFormat _format;

    public TarMaker(TarEntryFormat format = TarEntryFormat.Pax)
    {
        _format = format;
        _writer = new TarWriter(_bytes, format, leaveOpen: true);
    }

    /// <summary>Adds a file.</summary>
    public TarMaker Add(string name, byte[] content, DateTimeOffset? time = null) => Add(
        _format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, name, entry =>
        {
            entry.DataStream = new MemoryStream(content);
            entry.ModificationTime = time ?? Time;
        });

    /// <summary>Adds something else.</summary>
    public TarMaker Add(TarEntryType type, string name, Action<TarEntry>? change = null)
    {
        TarEntry entry = _format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        change?.Invoke(entry);
        _writer.WriteEntry(entry);
        return this;
    }

    /// <summary>The archive. Nothing can be added any more.</summary>
    public byte[] ToArray()
    {
        _writer.Dispose();
        return _bytes.ToArray();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _bytes.Dispose();
    }
}

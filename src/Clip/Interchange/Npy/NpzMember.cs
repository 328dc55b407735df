using System.IO.Compression;

namespace Clip.Interchange.Npy;

/// <summary>An array in an <c>.npz</c> archive, of which only the header has been read.</summary>
internal sealed class NpzMember
{
    /// <summary>Arrays up to this size may be compressed however much.</summary>
    private const long SmallLength = 64 << 20;

    /// <summary>Numbers and paths shrink to less than a tenth only where nearly all of them are zeros.</summary>
    private const long MostCompression = 100;

    private readonly ZipArchiveEntry _entry;
    private readonly string _path;

    private NpzMember(ZipArchiveEntry entry, string path, NpyHeader header) =>
        (_entry, _path, Header) = (entry, path, header);

    public NpyHeader Header { get; }

    /// <summary>Its name in the archive, without the extension.</summary>
    public string Name => _entry.FullName[..^".npy".Length];

    /// <summary>What it is, for messages.</summary>
    public string Description => $"{Name} {Header.Type} {Header.ShapeText}";

    /// <summary>Reads the header of a member and compares it with the member's length.</summary>
    /// <exception cref="InterchangeException">It is damaged, or holds something that is not read.</exception>
    public static NpzMember Open(ZipArchiveEntry entry, string archive)
    {
        var path = $"{archive}: {entry.FullName}";
        var start = new byte[NpyHeader.MaxStart];
        using var content = entry.Open();
        var header = NpyHeader.Read(start.AsSpan(0, content.ReadAtLeast(start, start.Length, false)), path);
        NpyType.CheckLength(header, entry.Length - header.DataStart, path);
        if (entry.Length > SmallLength && entry.Length / MostCompression > entry.CompressedLength)
        {
            throw InterchangeException.Damaged(
                path, $"has {entry.Length:N0} bytes in {entry.CompressedLength:N0}, as no vectors have");
        }

        return new NpzMember(entry, path, header);
    }

    /// <inheritdoc cref="NpyArray.Rows"/>
    public IEnumerable<float[]> Rows()
    {
        using var data = OpenData();
        foreach (var row in NpyArray.Rows(Header, data, _path))
            yield return row;
    }

    /// <summary>A list of numbers as one vector.</summary>
    public float[] Vector()
    {
        using var data = OpenData();
        return NpyArray.Rows(Header with { Shape = [1, Header.Count(_path)] }, data, _path).First();
    }

    /// <inheritdoc cref="NpyArray.Texts"/>
    public string[] Texts()
    {
        using var data = OpenData();
        return NpyArray.Texts(Header, data, _path);
    }

    private Stream OpenData()
    {
        var content = _entry.Open();
        content.ReadExactly(new byte[Header.DataStart]);
        return content;
    }
}

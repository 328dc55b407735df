using System.Buffers.Binary;

namespace Clip.Images.Decoding.Jpeg;

/// <summary>
/// The structure of a JPEG file (ITU T.81, annex B): its frame and, of a progressive one, its scans. Only of files that
/// are as the standard says, from the first byte to the end marker; the decoder says what is wrong with others.
/// </summary>
internal sealed class JpegFile
{
    private const int MostScans = 64; // of real files about ten
    private const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    private readonly List<JpegScan> _scans = [];
    private readonly byte[] _components;
    private readonly byte[] _sampling;

    private JpegFile(byte process, ReadOnlySpan<byte> frame)
    {
        IsProgressive = process == 0xC2;
        Height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        Width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        _components = new byte[frame[5]];
        _sampling = new byte[frame[5]];
        for (var i = 0; i < _components.Length; i++)
            (_components[i], _sampling[i]) = (frame[6 + 3 * i], frame[7 + 3 * i]);
    }

    /// <summary>Whether the coefficients come in several scans.</summary>
    public bool IsProgressive { get; }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Samples per pixel.</summary>
    public int Components => _components.Length;

    /// <summary>Whether a component has a sample for each pixel; colors often have fewer.</summary>
    /// <param name="component">Its place in the frame.</param>
    public bool HasAllSamples(int component) =>
        Array.TrueForAll(_sampling, other => other >> 4 <= _sampling[component] >> 4)
        && Array.TrueForAll(_sampling, other => (other & 15) <= (_sampling[component] & 15));

    /// <summary>The scans of a progressive file, in their order; empty for others.</summary>
    public IReadOnlyList<JpegScan> Scans => _scans;

    /// <summary>
    /// Reads a file of the processes that every decoder has (baseline, extended and progressive with Huffman codes),
    /// with 8 bits per sample; null for others, and for files that are damaged or cut off.
    /// </summary>
    public static JpegFile? TryRead(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            return null;
        JpegFile? file = null;
        for (var at = 2; at + 2 <= data.Length;)
        {
            if (data[at] != 0xFF)
                return null;
            var marker = data[at + 1];
            if (marker == 0xFF) // a fill byte
            {
                at++;
                continue;
            }
            if (marker == EndOfImage)
                return file is { Scans.Count: > 0 } ? file : null;
            if (at + 4 > data.Length)
                return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (marker is 0x00 or 0x01 or >= 0xD0 and <= 0xD8 || length < 2 || at + 2 + length > data.Length)
                return null;
            var content = data.Slice(at + 4, length - 2);
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2 when file is null && IsFrame(content):
                    file = new JpegFile(marker, content);
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    return null;
                case StartOfScan when file is { IsProgressive: false }:
                    return file;
                case StartOfScan:
                    at = file?.AddScan(data, at, content) ?? -1;
                    if (at < 0)
                        return null;
                    continue;
            }
            at += 2 + length;
        }
        return null;
    }

    private static bool IsFrame(ReadOnlySpan<byte> content) =>
        content.Length >= 6 && content[0] == 8 && content[5] is 1 or 3 && content.Length == 6 + 3 * content[5]
        && HasSamples(content);

    private static bool HasSamples(ReadOnlySpan<byte> frame)
    {
        for (var at = 7; at < frame.Length; at += 3)
        {
            if ((frame[at] >> 4) is < 1 or > 4 || (frame[at] & 15) is < 1 or > 4)
                return false;
        }
        return true;
    }

    /// <summary>Adds a scan of a progressive frame.</summary>
    /// <returns>Where the next marker is; -1 if there is none, or the scan is not valid.</returns>
    private int AddScan(ReadOnlySpan<byte> data, int start, ReadOnlySpan<byte> header)
    {
        if (_scans.Count == MostScans || header.Length < 4 || header.Length != 4 + 2 * header[0])
            return -1;
        for (var i = 0; i < header[0]; i++)
        {
            if (!_components.Contains(header[1 + 2 * i]))
                return -1;
        }
        var (first, last, bits) = (header[^3], header[^2], header[^1]);
        // The standard has scans of means alone, of all components together, and of other coefficients of one.
        if (last > 63 || first > last || first == 0 && last != 0 || first > 0 && header[0] != 1)
            return -1;
        var end = EndOfData(data, start + 4 + header.Length);
        if (end >= 0)
            _scans.Add(new JpegScan(start, end, _components.IndexOf(header[1]), first == 0, bits >> 4 > 0));
        return end;
    }

    /// <summary>Where the next marker is that is not part of a scan's data; -1 if there is none.</summary>
    private static int EndOfData(ReadOnlySpan<byte> data, int at)
    {
        while (true)
        {
            var next = data[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= data.Length)
                return -1;
            at += next;
            if (data[at + 1] is not (0x00 or 0xFF or >= 0xD0 and <= 0xD7))
                return at;
            at += data[at + 1] == 0xFF ? 1 : 2;
        }
    }
}

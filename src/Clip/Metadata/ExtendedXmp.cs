using System.Buffers.Binary;
using System.Text;

namespace Clip.Metadata;

/// <summary>
/// Assembles the part of a JPEG file's XMP that does not fit into one segment (Adobe XMP specification, part 3): pieces
/// with the identifier that the first part names, the length of the whole, and an offset, in any order.
/// </summary>
internal sealed class ExtendedXmp
{
    private const int IdentifierLength = 32, HeaderLength = IdentifierLength + 8;

    private readonly List<(string Identifier, uint Length, uint Offset, byte[] Content)> _pieces = [];
    private int _bytes;

    /// <summary>Adds the content of a segment, after its signature.</summary>
    public void Add(ReadOnlySpan<byte> segment)
    {
        if (segment.Length <= HeaderLength || _bytes + segment.Length > 2 * XmpReader.MaxBytes)
            return;
        _bytes += segment.Length;
        _pieces.Add((
            Encoding.ASCII.GetString(segment[..IdentifierLength]),
            BinaryPrimitives.ReadUInt32BigEndian(segment[IdentifierLength..]),
            BinaryPrimitives.ReadUInt32BigEndian(segment[(IdentifierLength + 4)..]),
            segment[HeaderLength..].ToArray()));
    }

    /// <summary>Reads the pieces that belong to the XMP read before, up to the first one that is missing.</summary>
    public void Read(MetadataFindings found)
    {
        if (found.ExtendedXmp is not { } identifier)
            return;
        var whole = new MemoryStream();
        foreach (var (_, length, offset, content) in _pieces
            .Where(piece => piece.Identifier.Equals(identifier, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static piece => piece.Offset))
        {
            if (offset > whole.Length || length > XmpReader.MaxBytes)
                break;
            whole.Position = offset;
            whole.Write(content);
        }
        if (whole.Length > 0)
            XmpReader.Read(whole.GetBuffer().AsSpan(0, (int)whole.Length), found);
    }
}

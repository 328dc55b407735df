using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Clip.Metadata;

/// <summary>
/// Finds IPTC, EXIF and XMP among the image resources that Photoshop writes into PSD, JPEG and TIFF files.
/// </summary>
internal static class PhotoshopResources
{
    private const int Iptc = 0x0404, Exif = 0x0422, Xmp = 0x0424, IptcDigest = 0x0425;

    /// <summary>Reads the resources of a PSD file.</summary>
    public static void ReadDocument(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        const int header = 26;
        // The header is followed by the palette and the resources, each preceded by its length.
        if (data.Length < header + 8)
            return;
        var colors = Block(data[header..]).Length;
        if (data.Length >= header + 8 + colors)
            Read(Block(data[(header + 4 + colors)..]), found);
    }

    /// <summary>Reads a list of resources.</summary>
    public static void Read(ReadOnlySpan<byte> data, MetadataFindings found)
    {
        if (!found.MayReadBlock())
            return;
        ReadOnlySpan<byte> iptc = [], digest = [];
        while (data.Length >= 12 && HasSignature(data))
        {
            var isPhotoshop = data.StartsWith("8BIM"u8);
            var kind = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
            var name = (data[6] + 2) & ~1; // its length and its characters, padded to an even size
            if (data.Length < 6 + name + 4)
                break;
            data = data[(6 + name)..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(data);
            if (length > data.Length - 4)
                break;
            var value = data.Slice(4, (int)length);
            if (isPhotoshop && kind == Iptc)
                iptc = value;
            else if (isPhotoshop && kind == IptcDigest)
                digest = value;
            else if (isPhotoshop && kind == Exif)
                ExifReader.Read(value, found);
            else if (isPhotoshop && kind == Xmp)
                XmpReader.Read(value, found);
            var padded = (int)Math.Min(int.MaxValue - 8, (length + 1) & ~1u);
            data = data[Math.Min(data.Length, 4 + padded)..];
        }
        if (!iptc.IsEmpty)
            IptcReader.Read(iptc, found, IsChanged(iptc, digest));
    }

    /// <summary>
    /// Whether a resource starts here: one of Photoshop's, or one that ImageReady, PhotoDeluxe and others keep among
    /// them, with numbers of their own.
    /// </summary>
    private static bool HasSignature(ReadOnlySpan<byte> data) =>
        data.StartsWith("8BIM"u8) || data.StartsWith("PHUT"u8) || data.StartsWith("DCSR"u8)
        || data.StartsWith("AgHg"u8) || data.StartsWith("MeSa"u8);

    /// <summary>
    /// Whether IPTC is not what it was when XMP was written beside it: the program that did so left a digest.
    /// </summary>
    private static bool IsChanged(ReadOnlySpan<byte> iptc, ReadOnlySpan<byte> digest) =>
        digest.Length == MD5.HashSizeInBytes && digest.ContainsAnyExcept((byte)0)
#pragma warning disable CA5351 // The format asks for this digest, and nothing is protected by it.
        && !MD5.HashData(iptc).AsSpan().SequenceEqual(digest);
#pragma warning restore CA5351

    /// <summary>The block after its length; empty if it is incomplete.</summary>
    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> data)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(data);
        return length <= data.Length - 4 ? data.Slice(4, (int)length) : [];
    }
}

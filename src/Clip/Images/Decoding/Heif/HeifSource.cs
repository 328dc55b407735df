using Clip.Images.Containers;

namespace Clip.Images.Decoding.Heif;

/// <summary>A HEIC or AVIF file as libheif gets it.</summary>
internal readonly ref struct HeifSource
{
    private HeifSource(ReadOnlySpan<byte> data) => Data = data;

    /// <summary>The bytes to decode.</summary>
    internal ReadOnlySpan<byte> Data { get; private init; }

    /// <summary>Whether the pixels must be expanded, since libheif was told that their range is full.</summary>
    internal bool IsLimited { get; private init; }

    /// <summary>Whether colors were multiplied with alpha, which libheif does not undo.</summary>
    internal bool IsPremultiplied { get; private init; }

    /// <summary>How the pixels must be expanded.</summary>
    internal LimitedRange? Range { get; private init; }

    /// <summary>Prepares a file.</summary>
    internal static HeifSource Of(PictureData picture)
    {
        var data = picture.Data;
        var hasPicture = HeifFile.TryRead(data, out var file);
        if (picture.Kind == PictureKind.Avif && AvifFrame.IsShown(data))
        {
            // As a rule the primary picture is the first frame.
            var isFrame = hasPicture && AvifTrack.TryFind(data, alphaOf: 0, out var track)
                && track.Frame.Start == file.Data.Start;
            if (!isFrame && AvifFrame.ToStill(data) is { } still)
            {
                data = still;
                hasPicture = HeifFile.TryRead(data, out file);
            }
        }

        if (!hasPicture)
            return new HeifSource(data);
        byte[]? copy = null;
        HideVideo(data, ref copy);
        // Pillow reads HEIC with libheif, too, so that only gray needs correction.
        var isExpanded = picture.Kind == PictureKind.Avif || file.IsGray;
        var matrix = isExpanded ? DeclareFullRange(data, file, ref copy) : null;
        return new HeifSource(copy ?? data)
        {
            IsLimited = matrix is not null,
            IsPremultiplied = file.IsPremultiplied,
            Range = matrix is { } known ? LimitedRange.Of(known) : null,
        };
    }

    /// <summary>
    /// A file with a primary picture may have videos besides, which libheif prefers. So does an AVIF animation, which
    /// starts with its primary picture as a rule.
    /// </summary>
    private static void HideVideo(ReadOnlySpan<byte> data, ref byte[]? copy)
    {
        var boxes = new IsoBoxes(data, 0, data.Length);
        while (boxes.MoveNext())
        {
            if (!boxes.Is("moov"u8))
                continue;
            copy ??= data.ToArray();
            "free"u8.CopyTo(copy.AsSpan(boxes.TypeStart));
            HideBrands(copy);
        }
    }

    /// <summary>Removes the brands of videos, for which libheif looks for one.</summary>
    private static void HideBrands(Span<byte> data)
    {
        const int major = 8, version = 12;
        var boxes = new IsoBoxes(data, 0, data.Length);
        if (!boxes.MoveNext() || !boxes.Is("ftyp"u8))
            return;
        for (var at = major; at + 4 <= boxes.End; at += 4)
        {
            var brand = data.Slice(at, 4);
            if (brand.SequenceEqual("avis"u8))
                "avif"u8.CopyTo(brand);
            else if (brand.SequenceEqual("msf1"u8) && at > version)
                "mif1"u8.CopyTo(brand);
        }
    }

    /// <summary>Declares the full range where the range is limited.</summary>
    /// <returns>The matrix of the colors, or null if their range is full or not known.</returns>
    private static int? DeclareFullRange(ReadOnlySpan<byte> data, HeifFile file, ref byte[]? copy)
    {
        var colors = file.Property("colr"u8, out _, "nclx"u8);
        var configuration = file.Property("av1C"u8, out var start);
        if (colors.Length > 10)
        {
            if ((colors[10] & 0x80) != 0)
                return null;
            copy ??= data.ToArray();
            file.DeclareFullRange(copy);
            return (colors[8] << 8) | colors[9];
        }

        // Without a declaration the range is that of the bitstream.
        var (unitsStart, length) = file.Data;
        if (configuration.Length < 4
            || !Av1SequenceHeader.TryRead(data.Slice(unitsStart, length), out var header) || header.IsFullRange)
            return null;
        copy ??= data.ToArray();
        SetBit(copy.AsSpan(unitsStart), header.RangeBit);
        if (Av1SequenceHeader.TryRead(configuration[4..], out var configured))
            SetBit(copy.AsSpan(start + 4), configured.RangeBit);
        return header.Matrix;
    }

    private static void SetBit(Span<byte> bytes, int bit) => bytes[bit >> 3] |= (byte)(0x80 >> (bit & 7));
}

using Clip.Images.Containers;

namespace Clip.Images.Decoding.Png;

/// <summary>The parts of a PNG file that matter for its pixels.</summary>
internal readonly ref struct PngStructure
{
    private const int MostTexts = 4; // which may be compressed
    private const int MostTextBytes = 8 << 20;

    private PngStructure(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency, int orientation)
    {
        Header = header;
        Palette = palette;
        Transparency = transparency;
        Orientation = orientation;
    }

    /// <summary>The header.</summary>
    internal PngHeader Header { get; }

    /// <summary>Three bytes per color; may be shorter than what pixels refer to.</summary>
    internal ReadOnlySpan<byte> Palette { get; }

    /// <summary>The transparent color, or the alpha of the palette's first colors; empty if there is none.</summary>
    internal ReadOnlySpan<byte> Transparency { get; }

    /// <summary>The EXIF orientation; 0 if there is none.</summary>
    internal int Orientation { get; }

    /// <summary>Whether the decoded pixels get an alpha channel that the stored ones do not have.</summary>
    internal bool AddsAlpha => !Transparency.IsEmpty && Header.Color switch
    {
        PngColor.Gray => Transparency.Length >= 2,
        PngColor.Rgb => Transparency.Length >= 6,
        PngColor.Palette => true,
        _ => false,
    };

    /// <summary>Reads the structure.</summary>
    /// <exception cref="PictureException">The header is missing or damaged.</exception>
    internal static PngStructure Read(PictureData picture)
    {
        PngHeader? header = null;
        ReadOnlySpan<byte> palette = [], transparency = [];
        var (exif, rawExif, xmp) = (0, 0, 0);
        var (hasData, texts) = (false, 0);
        var chunks = new PngChunks(picture.Data);
        while (chunks.MoveNext() && !chunks.Type.SequenceEqual("IEND"u8))
        {
            if (chunks.Type.SequenceEqual("IHDR"u8) && header is null)
            {
                if (!PngHeader.TryRead(chunks.Content, out var known))
                    throw chunks.Length < 13 ? picture.CutOff() : picture.Damaged("the header is invalid");
                header = known;
            }
            else if (chunks.Type.SequenceEqual("CgBI"u8))
            {
                throw picture.Unsupported("made for iPhone apps");
            }
            else if (chunks.Type.SequenceEqual("IDAT"u8))
            {
                hasData = true;
            }
            else if (chunks.Type.SequenceEqual("PLTE"u8))
            {
                palette = chunks.Content;
            }
            else if (chunks.Type.SequenceEqual("tRNS"u8))
            {
                transparency = chunks.Content;
            }
            else if (chunks.Type.SequenceEqual("eXIf"u8) && exif == 0)
            {
                exif = ExifOrientation.Find(chunks.Content);
            }
            else if (texts < MostTexts && PngTextChunk.TryRead(chunks.Type, chunks.Content, out var chunk))
            {
                var isXmp = chunk.Keyword == "XML:com.adobe.xmp";
                if (!isXmp && chunk.Keyword is not ("Raw profile type exif" or "Raw profile type APP1"))
                    continue;
                texts++;
                if (isXmp && xmp == 0)
                    xmp = XmpOrientation.Find(chunk.Text(MostTextBytes));
                else if (!isXmp && rawExif == 0)
                    rawExif = ExifOrientation.Find(PngRawProfile.Decode(chunk.Text(MostTextBytes)));
            }
        }

        if (header is not { } found || !hasData)
            throw picture.CutOff();
        return new PngStructure(
            found, palette, transparency, exif != 0 ? exif : rawExif != 0 ? rawExif : xmp);
    }
}

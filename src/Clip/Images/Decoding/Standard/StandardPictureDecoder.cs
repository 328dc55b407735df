using System.Collections.Frozen;
using Clip.Images.Decoding.Bmp;
using Clip.Images.Decoding.Gif;
using Clip.Images.Decoding.Icons;
using Clip.Images.Decoding.Jpeg;
using Clip.Images.Decoding.Magick;
using Clip.Images.Decoding.Png;
using Clip.Images.Decoding.PortableMaps;
using Clip.Images.Decoding.TiffPages;

namespace Clip;

/// <summary>
/// Decodes all kinds: PNG, GIF, BMP, icons, portable maps and most TIFF with decoders of their own, which read
/// imperfect files and samples of any size as viewers and Pillow do, JPEG with the system's TurboJPEG library where it
/// has one whose pixels are the same, and the others with ImageMagick. Thread-safe; stateless, hence one instance for
/// all.
/// </summary>
public sealed class StandardPictureDecoder : IPictureDecoder
{
    private static readonly PngPictureDecoder Png = new();

    private static readonly FrozenDictionary<PictureKind, IPictureDecoder> Decoders = Choose(
        MagickPictureDecoder.Instance, new JpegPictureDecoder(MagickPictureDecoder.Instance), Png,
        new BmpPictureDecoder(), new GifPictureDecoder(),
        new IconPictureDecoder(Png), new PortableMapDecoder(), new PortableFloatMapDecoder(),
        new TiffPictureDecoder(MagickPictureDecoder.Instance));

    private StandardPictureDecoder()
    {
    }

    /// <summary>The decoder that is used unless another is given.</summary>
    public static StandardPictureDecoder Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = Decoders.Keys.ToFrozenSet();

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => Decoders[kind].CanShrink(kind);

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture) => Decoders[picture.Kind].ReadHeader(picture);

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken) =>
        Decoders[picture.Kind].Decode(picture, header, options, cancellationToken);

    /// <summary>For each kind the last decoder that reads it.</summary>
    private static FrozenDictionary<PictureKind, IPictureDecoder> Choose(params IPictureDecoder[] decoders)
    {
        Dictionary<PictureKind, IPictureDecoder> chosen = [];
        foreach (var decoder in decoders)
        {
            foreach (var kind in decoder.Kinds)
                chosen[kind] = decoder;
        }

        return chosen.ToFrozenDictionary();
    }
}

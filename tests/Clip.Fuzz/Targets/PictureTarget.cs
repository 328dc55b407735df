using Clip.Images;
using Clip.Images.Decoding;
using Clip.Images.Decoding.Bmp;
using Clip.Images.Decoding.Gif;
using Clip.Images.Decoding.Icons;
using Clip.Images.Decoding.Jpeg;
using Clip.Images.Decoding.Magick;
using Clip.Images.Decoding.Png;
using Clip.Images.Decoding.PortableMaps;
using Clip.Images.Decoding.TiffPages;

namespace Clip.Fuzz.Targets;

/// <summary>The decoders of pictures, and the readers of what ImageMagick is given of the others.</summary>
internal static class PictureTarget
{
    private static readonly PictureLimits Limits = new() { MaxPixels = 1 << 20, MaxDecodedBytes = 1 << 24 };

    private static readonly GuardedDecoder Png = new(new PngPictureDecoder(), Limits, MemoryBudget.Default);
    private static readonly GuardedDecoder Bmp = new(new BmpPictureDecoder(), Limits, MemoryBudget.Default);
    private static readonly GuardedDecoder Gif = new(new GifPictureDecoder(), Limits, MemoryBudget.Default);
    private static readonly GuardedDecoder Icon =
        new(new IconPictureDecoder(new PngPictureDecoder()), Limits, MemoryBudget.Default);
    private static readonly GuardedDecoder FloatMap = new(new PortableFloatMapDecoder(), Limits, MemoryBudget.Default);
    private static readonly GuardedDecoder PortableMap = new(new PortableMapDecoder(), Limits, MemoryBudget.Default);
    private static readonly GuardedDecoder Tiff =
        new(new TiffPictureDecoder(new OtherPages()), Limits, MemoryBudget.Default);

    public static FuzzTarget Target { get; } = new("picture", Read)
    {
        Words =
        [
            "IHDR", "IDAT", "PLTE", "tRNS", "eXIf", "zTXt", "Raw profile type exif", "tiff:Orientation=\"6\"", "BM",
            "II*\0", "MM\0*", "8BPS", "8BIM", "ANMF", "ALPH", "VP8X", "ftyp", "meta", "pitm", "iloc", "iprp", "ipma",
            "colrnclx", "av1C", "moov", "jp2h", "jp2c", "cdef",
        ],
    };

    private static void Read(byte[] input)
    {
        if (PictureSniffer.Sniff(input) is not { } kind)
            return;
        var decoder = kind switch
        {
            PictureKind.Png => Png,
            PictureKind.Bmp => Bmp,
            PictureKind.Gif => Gif,
            PictureKind.Icon => Icon,
            PictureKind.PortableFloatMap => FloatMap,
            PictureKind.PortableAnyMap => PortableMap,
            PictureKind.Tiff or PictureKind.BigTiff => Tiff,
            _ => null,
        };
        if (decoder is not null)
        {
            decoder.Decode(input, "picture", target: null, CancellationToken.None).Dispose();
            return;
        }

        var picture = new PictureData(input, kind, "picture");
        if (kind == PictureKind.Jpeg && JpegFile.TryRead(input) is { } jpeg)
            JpegScanCut.Cut(input, jpeg, 8);
        StoredOrientation.Find(picture, found: 0);
        MagickSource.Of(picture);
        if (kind == PictureKind.Jpeg)
            JpegProcess.Unsupported(input);
    }

    /// <summary>Stands for the decoder of pages that are not read here.</summary>
    private sealed class OtherPages : IPictureDecoder
    {
        public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.Tiff };

        public bool CanShrink(PictureKind kind) => false;

        public PictureHeader ReadHeader(PictureData picture) => throw picture.Unsupported("another decoder's");

        public DecodedPixels Decode(
            PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken) =>
            throw picture.Unsupported("another decoder's");
    }
}

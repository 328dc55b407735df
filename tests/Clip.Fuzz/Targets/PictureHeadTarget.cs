using Clip.Images;
using Clip.Images.Decoding;
using Clip.Images.Decoding.Magick;

namespace Clip.Fuzz.Targets;

/// <summary>The checks of a picture before ImageMagick decodes it.</summary>
internal static class PictureHeadTarget
{
    public static FuzzTarget Target { get; } = new("picture-head", Read)
    {
        Words =
        [
            "II*\0", "MM\0*", "GIF89a", "RIFF", "WEBP", "BM", "8BPS", "ftyp", "heic", "avif", "mif1", "P6\n", "P7\n",
            "ENDHDR\n", "#", "FUJIFILMCCD-RAW", "ftypcrx ", "<svg", "%PDF-", "%!PS", "version https://git-lfs",
        ],
    };

    private static void Read(byte[] input)
    {
        ForeignContent.Describe(PictureSniffer.Head(input));
        if (PictureSniffer.Sniff(input) is not { } kind)
            return;
        PlausibleSize.Fits(kind, input.Length, 1L << 40);
        if (kind is PictureKind.PortableArbitraryMap or PictureKind.PortableFloatMap)
            PortableMapComments.AreTooMany(input);
    }
}

using Clip.Images;
using ImageMagick;

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
        var head = input.AsSpan(0, Math.Min(input.Length, PictureFormat.HeadLength));
        PictureFormat.Describe(head);
        if (PictureFormat.Sniff(input) is not { } format)
            return;
        LeastData.Suffices(format, input.Length, 1L << 40);
        if (format is MagickFormat.Pnm or MagickFormat.Pam or MagickFormat.Pfm)
            LeastData.HasTooManyComments(input);
    }
}

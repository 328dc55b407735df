using System.Globalization;
using ImageMagick;

namespace Clip.Images;

/// <summary>What can be wrong with a picture, each in one line with a remedy.</summary>
internal static class PictureErrors
{
    private const string FetchAgain = "copy or download it again";

    /// <summary>What decoders say when the data end too early.</summary>
    private static readonly string[] SignsOfMissingData =
    [
        "EndOfFile", "end of file", "InsufficientImageData", "UnableToReadImageData", "too short", "Read error on strip",
        "Not enough data", "inconsistent with stream length", "Can not read TIFF directory",
    ];

    internal static PictureException Empty(string name) => new(name, "is empty (0 bytes)", FetchAgain);

    internal static PictureException Missing(string name) => new(name, "does not exist", "check the path");

    internal static PictureException Folder(string name) => new(name, "is a folder, not a picture", "name a picture in it, or index it");

    internal static PictureException Forbidden(string name, Exception cause) =>
        new(name, "may not be read", "give yourself permission to read it", cause);

    internal static PictureException Unreadable(string name, IOException cause) =>
        new(name, "cannot be read", "check the disk and try again", cause);

    internal static PictureException FileTooLarge(string name, long bytes, long limit) =>
        new(name, Invariant($"is too large: {bytes / 1e6:0.#} MB, {limit / 1e6:0.#} MB are allowed"), "shrink it first");

    internal static PictureException NotAPicture(string name, ReadOnlySpan<byte> head)
    {
        var (what, remedy) = PictureFormat.Describe(head);
        return new PictureException(name, $"is not a picture but {what}", remedy);
    }

    internal static void ThrowIfBeyond(PictureLimits limits, string name, long width, long height, long bytesPerPixel)
    {
        if (width * height > limits.MaxPixels)
        {
            throw new PictureException(
                name,
                Invariant($"is too large: {width} × {height} is {width * height / 1e6:0.#} megapixels, ")
                    + Invariant($"{limits.MaxPixels / 1e6:0.#} are allowed"),
                "shrink it first");
        }

        if (Math.Max(width, height) > limits.MaxEdge)
        {
            throw new PictureException(
                name, Invariant($"is too long: {width} × {height} pixels, {limits.MaxEdge} are allowed"), "cut or shrink it first");
        }

        var bytes = width * height * bytesPerPixel;
        if (bytes > limits.MaxDecodedBytes)
        {
            throw new PictureException(
                name,
                Invariant($"takes too much memory: {bytes / 1e6:0.#} MB for {width} × {height} pixels, ")
                    + Invariant($"{limits.MaxDecodedBytes / 1e6:0.#} MB are allowed"),
                "shrink it first");
        }
    }

    internal static PictureException TooManyComments(string name) =>
        new(name, "has more comments than a picture needs", "save it again, as PNG or JPEG");

    internal static PictureException TookTooLong(string name, TimeSpan limit) =>
        new(name, Invariant($"took more than {limit.TotalSeconds:0.###} s to decode"), "shrink it, or save it in a simpler format");

    internal static PictureException CutOff(string name, MagickFormat format, Exception? cause = null) =>
        new(name, $"is cut off: the end of the {Name(format)} data is missing", FetchAgain, cause);

    internal static PictureException Damaged(string name, MagickFormat format, MagickException cause)
    {
        var reason = Reason(cause.Message);
        if (cause.Message.Contains("ExceedsLimit", StringComparison.Ordinal))
        {
            return new PictureException(
                name, Invariant($"is too large: an edge is longer than {PictureLimits.LargestEdge} pixels"), "shrink it first", cause);
        }

        if (cause is MagickResourceLimitErrorException)
            return new PictureException(name, $"takes more memory than there is ({reason})", "shrink it first", cause);
        foreach (var sign in SignsOfMissingData)
        {
            if (cause.Message.Contains(sign, StringComparison.OrdinalIgnoreCase))
                return CutOff(name, format, cause);
        }

        return new PictureException(name, $"is a damaged {Name(format)} file ({reason})", FetchAgain, cause);
    }

    /// <summary>ImageMagick's message without the file names and source lines that follow it.</summary>
    private static string Reason(string message)
    {
        var end = message.AsSpan().IndexOfAny('`', '@', '\n');
        var reason = (end < 0 ? message : message[..end]).Trim();
        return reason.Length is > 0 and <= 100 ? reason : "the decoder gave up";
    }

    private static string Name(MagickFormat format) => format switch
    {
        MagickFormat.WebP => "WebP",
        MagickFormat.Jxl => "JPEG XL",
        MagickFormat.Jp2 or MagickFormat.J2k => "JPEG 2000",
        MagickFormat.Tiff64 => "TIFF",
        MagickFormat.Dng => "camera RAW",
        _ => format.ToString().ToUpperInvariant(),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

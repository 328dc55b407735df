using System.Globalization;
using ImageMagick;

namespace Clip.Images.Decoding.Magick;

/// <summary>Turns ImageMagick's exceptions into the errors of a picture.</summary>
internal static class MagickErrors
{
    /// <summary>Parts of the messages of decoders whose data ends too early.</summary>
    private static readonly string[] MissingDataMessages =
    [
        "EndOfFile", "end of file", "InsufficientImageData", "UnableToReadImageData", "too short",
        "Read error on strip", "Not enough data", "inconsistent with stream length", "Can not read TIFF directory",
    ];

    internal static PictureException TooManyComments(string name) =>
        new(name, "has more comments than a picture needs", "save it again, as PNG or JPEG");

    internal static PictureException Translate(PictureData picture, MagickException cause)
    {
        if (cause.Message.Contains("ExceedsLimit", StringComparison.Ordinal))
        {
            var edge = PictureLimits.LargestEdge.ToString(CultureInfo.InvariantCulture);
            return new PictureException(
                picture.Name, $"is too large: an edge is longer than {edge} pixels", PictureErrors.Shrink, cause);
        }

        var reason = Reason(cause.Message);
        if (cause is MagickResourceLimitErrorException)
        {
            return new PictureException(
                picture.Name, $"takes more memory than there is ({reason})", PictureErrors.Shrink, cause);
        }

        return MissingDataMessages.Any(part => cause.Message.Contains(part, StringComparison.OrdinalIgnoreCase))
            ? picture.CutOff(cause)
            : picture.Damaged(reason, cause);
    }

    /// <summary>ImageMagick's message without the file names and source lines that follow it.</summary>
    private static string Reason(string message)
    {
        var end = message.AsSpan().IndexOfAny('`', '@', '\n');
        var reason = (end < 0 ? message : message[..end]).Trim();
        return reason.Length is > 0 and <= 100 ? reason : "the decoder gave up";
    }
}

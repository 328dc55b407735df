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

    /// <summary>Parts of the messages of decoders about files that they do not decode, whole as they may be.</summary>
    private static readonly string[] UnsupportedMessages =
    [
        "Unsupported", "NotSupported", "not supported", "not configured", "not implemented", "Unimplemented",
        "Bits/sample must be 1", "Inappropriate photometric", "Sorry,", "NoDecodeDelegate",
    ];

    internal static PictureException TooManyComments(string name) =>
        new(name, "has more comments than a picture needs", "save it again, as PNG or JPEG");

    internal static PictureException Translate(PictureData picture, MagickException cause)
    {
        var reason = Reason(cause.Message);
        if (picture.Kind == PictureKind.Jpeg && JpegProcess.Unsupported(picture.Data) is { } process)
            return picture.Unsupported(process, cause);
        if (cause.Message.Contains("WidthOrHeightExceedsLimit", StringComparison.Ordinal))
        {
            var edge = PictureLimits.LargestEdge.ToString(CultureInfo.InvariantCulture);
            return new PictureException(
                picture.Name, $"is too large: an edge is longer than {edge} pixels", PictureErrors.Shrink, cause);
        }

        if (cause.Message.Contains("ListLengthExceedsLimit", StringComparison.Ordinal))
        {
            return new PictureException(
                picture.Name,
                $"has more frames, pages or layers than the {MagickLibrary.MostFrames} that are allowed",
                "save one of them as a picture",
                cause);
        }

        if (cause is MagickResourceLimitErrorException)
        {
            return new PictureException(
                picture.Name, $"takes more memory than there is ({reason})", PictureErrors.Shrink, cause);
        }

        if (UnsupportedMessages.Any(part => cause.Message.Contains(part, StringComparison.OrdinalIgnoreCase)))
            return picture.Unsupported(reason, cause);
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

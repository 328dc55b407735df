using System.Globalization;

namespace Clip.Images;

/// <summary>The errors of a picture file, each on one line with a remedy.</summary>
internal static class PictureErrors
{
    internal const string FetchAgain = "copy or download it again";
    internal const string Convert = "convert it to PNG or JPEG first";
    internal const string Shrink = "shrink it first";

    internal static PictureException Empty(string name) => new(name, "is empty (0 bytes)", FetchAgain);

    internal static PictureException Missing(string name) => new(name, "does not exist", "check the path");

    internal static PictureException Folder(string name) =>
        new(name, "is a folder, not a picture", "name a picture in it, or index it");

    internal static PictureException Forbidden(string name, Exception cause) =>
        new(name, "may not be read", "give yourself permission to read it", cause);

    internal static PictureException Unreadable(string name, IOException cause) =>
        new(name, "cannot be read", "check the disk and try again", cause);

    internal static PictureException FileTooLarge(string name, long bytes, long limit) =>
        new(name, Invariant($"is too large: {bytes / 1e6:0.#} MB, {limit / 1e6:0.#} MB are allowed"), Shrink);

    internal static PictureException Pipe(string name, Exception cause) =>
        new(name, "is a pipe, not a file", "copy its content to a file", cause);

    internal static PictureException PipeTooLarge(string name, long limit) =>
        new(name, Invariant($"is too large: it has more than the {limit / 1e6:0.#} MB that are allowed"), Shrink);

    internal static PictureException NotAPicture(string name, ReadOnlySpan<byte> data)
    {
        var head = PictureSniffer.Head(data);
        if (ForeignContent.UnsupportedPicture(head) is { } kind)
            return new PictureException(name, $"is {kind}, a format that is not supported", Convert);
        var (content, remedy) = ForeignContent.Describe(head);
        return new PictureException(name, $"is not a picture but {content}", remedy);
    }

    internal static PictureException KindNotDecoded(string name, PictureKind kind) => new(
        name,
        $"is a {PictureKindNames.Of(kind)} file, which the decoder in use does not read",
        Convert);

    internal static PictureException TooManyPixels(string name, int width, int height, long limit) => new(
        name,
        string.Create(
            CultureInfo.InvariantCulture,
            $"is too large: {width} × {height} is {(long)width * height / 1e6:0.#} megapixels, "
            + $"{limit / 1e6:0.#} are allowed"),
        Shrink);

    internal static PictureException EdgeTooLong(string name, int width, int height, int limit) =>
        new(name, Invariant($"is too long: {width} × {height} pixels, {limit} are allowed"), "cut or shrink it first");

    internal static PictureException TooMuchMemory(string name, int width, int height, long bytes, long limit) => new(
        name,
        string.Create(
            CultureInfo.InvariantCulture,
            $"takes too much memory: {bytes / 1e6:0.#} MB for {width} × {height} pixels, "
            + $"{limit / 1e6:0.#} MB are allowed"),
        Shrink);

    internal static PictureException OutOfMemory(string name, Exception cause) =>
        new(name, "takes more memory than there is", Shrink, cause);

    internal static PictureException Unsupported(string name, PictureKind kind, string feature, Exception? cause) =>
        new(name, $"is a {PictureKindNames.Of(kind)} file of a kind that is not supported ({feature})", Convert, cause);

    internal static PictureException BeyondBudget(string name, long bytes, long budget) => new(
        name,
        Invariant($"takes {bytes / 1e6:0.#} MB of memory to decode, {budget / 1e6:0.#} MB are allowed"),
        "allow more memory, or shrink it first")
    {
        Fault = PictureFault.BeyondMemoryBudget,
        NeededBytes = bytes,
    };

    internal static PictureException TookTooLong(string name, TimeSpan limit) => new(
        name,
        Invariant($"took more than {limit.TotalSeconds:0.###} s to decode"),
        "shrink it, or save it in a simpler format");

    internal static PictureException CutOff(string name, PictureKind kind, Exception? cause) =>
        new(name, $"is cut off: the end of the {PictureKindNames.Of(kind)} data is missing", FetchAgain, cause);

    internal static PictureException Damaged(string name, PictureKind kind, string reason, Exception? cause) =>
        new(name, $"is a damaged {PictureKindNames.Of(kind)} file ({reason})", FetchAgain, cause);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

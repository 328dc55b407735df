using Clip.Files;

namespace Clip.Captions;

/// <summary>
/// The captions of a file in any of the forms in which people keep them (<see cref="CaptionFormat"/>). The form is
/// recognised by content; the file name's extension decides only where the content leaves a choice.
/// </summary>
/// <remarks>
/// Text is UTF-8, or UTF-16 or UTF-32 with a byte order mark; lines end with LF, CR LF or CR. A line that cannot be read
/// becomes one error and the rest goes on. Immutable, hence safe to share between threads.
/// </remarks>
public sealed class CaptionFile
{
    /// <summary>The largest file that is read, in bytes: 2 GiB.</summary>
    public const long MaxBytes = 2L << 30;

    /// <summary>The longest line, CSV row or JSON element that is read, in bytes of UTF-8: 1 MiB.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>The most bad lines that are reported one by one; one more error then tells how many followed.</summary>
    public const int MaxErrors = 1000;

    private CaptionFile(string path, CaptionFormat format, CaptionCollector found)
    {
        Path = path;
        Format = format;
        Records = found.Records;
        Errors = found.Errors;
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The form that was recognised.</summary>
    public CaptionFormat Format { get; }

    /// <summary>The captions in the file's order (COCO: in the order of its annotations).</summary>
    public IReadOnlyList<CaptionRecord> Records { get; }

    /// <summary>What was wrong with single lines, in the file's order; each error's subject is <c>path:line</c>.</summary>
    public IReadOnlyList<ClipException> Errors { get; }

    /// <summary>Reads a whole caption file.</summary>
    /// <param name="path">The file; a pipe is read too.</param>
    /// <param name="cancellation">Stops the reading between two lines.</param>
    /// <exception cref="ClipException">
    /// The file is missing, unreadable, too large, empty, no text, or has no column or property with captions.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static CaptionFile Read(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0'))
            throw new ClipException(path, "is not a path", "leave out the null character");
        var found = new CaptionCollector(path, cancellation);
        try
        {
            var source = CaptionSource.Open(path);
            var layout = CaptionLayout.Recognise(path, source.ReadSample());
            switch (layout.Format)
            {
                case CaptionFormat.Json:
                    JsonCaptions.ReadDocument(source, found);
                    break;
                case CaptionFormat.JsonLines:
                    JsonCaptions.ReadLines(source, found);
                    break;
                case CaptionFormat.Delimited:
                    DelimitedCaptions.Read(source, layout, found);
                    break;
                default:
                    LineCaptions.Read(source, layout.Format, found);
                    break;
            }

            return found.Records.Count > 0 ? new CaptionFile(path, layout.Format, found) : throw NoCaptions(found);
        }
        catch (UnauthorizedAccessException error) when (Directory.Exists(path))
        {
            throw new ClipException(path, "is a folder, not a caption file", "name the file in it that holds the captions", error);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(path, error);
        }
    }

    private static ClipException NoCaptions(CaptionCollector found) => new(
        found.Path,
        found.Errors is [var first, ..] ? $"holds no captions (first error: line {first.Subject[(found.Path.Length + 1)..]} {first.Problem})" : "holds no captions",
        "give a file with a caption on each line, or CSV, JSON Lines or COCO JSON");
}

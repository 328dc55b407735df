using Clip.Captions;
using Clip.Files;
using Clip.Metadata;

namespace Clip.Indexing.Captions;

/// <summary>Reads the captions in a picture's text sidecars, one per line.</summary>
internal static class SidecarCaptions
{
    // Limited, because each line costs a run of the text encoder.
    private const int MaxLines = 1000;
    private const int MaxMebibytes = 1;

    /// <summary>The captions in a picture's text sidecars, without duplicates.</summary>
    /// <param name="fullPath">The picture.</param>
    /// <param name="report">Called with each error; the other captions are still returned.</param>
    /// <param name="cancellationToken">Cancels between lines.</param>
    public static IReadOnlyList<string> Read(
        string fullPath, Action<ClipException> report, CancellationToken cancellationToken)
    {
        var captions = new List<string>();
        var folder = Path.GetDirectoryName(fullPath);
        var (shortName, longName) = Sidecar.TextNamesFor(Path.GetFileName(fullPath));
        foreach (var name in new[] { shortName, longName }.Distinct(Sidecar.NameComparer))
        {
            var file = Sidecar.Find(folder, name);
            if (Sidecar.SignatureOf(file, fullPath) is null)
                continue;
            try
            {
                ReadFile(file, captions, report, cancellationToken);
            }
            catch (ClipException error)
            {
                report(error);
            }
            catch (Exception error) when (UnreadableFile.Is(error))
            {
                report(UnreadableFile.Describe(file, error));
            }
        }
        return captions;
    }

    private static void ReadFile(
        string file, List<string> captions, Action<ClipException> report, CancellationToken cancellationToken)
    {
        if (new FileInfo(RealPath.Resolve(file) ?? file).Length > MaxMebibytes << 20)
            throw SidecarException.TooLarge(file, MaxMebibytes);
        var found = new CaptionCollector(file, cancellationToken);
        var source = CaptionSource.Open(file);
        source.ReadSample(); // throws if the file is not text
        LineCaptions.Read(source, CaptionFormat.Lines, found);
        foreach (var error in found.Errors)
            report(error);
        foreach (var text in found.Records.Select(static record => MetadataText.Tidy(record.Text)).OfType<string>())
        {
            if (captions.Count == MaxLines)
                throw SidecarException.TooManyLines(file, MaxLines);
            if (!captions.Contains(text))
                captions.Add(text);
        }
    }
}

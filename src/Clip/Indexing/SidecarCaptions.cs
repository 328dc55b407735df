using Clip.Captions;
using Clip.Metadata;
using Clip.Files;

namespace Clip.Indexing;

/// <summary>Reads the captions in a picture's sidecar text files, one per line.</summary>
internal static class SidecarCaptions
{
    /// <summary>A limit, because each line costs a run of the text encoder.</summary>
    public const int MaxLines = 1000;

    private const int MaxBytes = 1 << 20;

    /// <summary>The captions in the texts beside a picture, each once.</summary>
    /// <param name="fullPath">The picture.</param>
    /// <param name="onError">Told what cannot be read; the rest counts.</param>
    /// <param name="cancellation">Stops between two lines.</param>
    public static IReadOnlyList<string> Read(string fullPath, Action<ClipException>? onError, CancellationToken cancellation)
    {
        var captions = new List<string>();
        var (brief, full) = Sidecar.NamesFor(Path.GetFileName(fullPath));
        foreach (var file in new[] { brief, full }.Distinct(Sidecar.NameComparer).Select(name => Path.Join(Path.GetDirectoryName(fullPath), name)))
        {
            if (Sidecar.SignatureOf(file, fullPath) is null)
                continue;
            try
            {
                ReadFile(file, captions, onError, cancellation);
            }
            catch (ClipException error)
            {
                onError?.Invoke(error);
            }
            catch (Exception error) when (UnreadableFile.Is(error))
            {
                onError?.Invoke(UnreadableFile.Describe(file, error));
            }
        }
        return captions;
    }

    private static void ReadFile(string file, List<string> captions, Action<ClipException>? onError, CancellationToken cancellation)
    {
        if (new FileInfo(RealPath.Resolve(file) ?? file).Length > MaxBytes)
            throw new ClipException(file, $"is larger than {MaxBytes >> 20} MiB and not taken for captions", "give a picture's captions a line each, or rename the file");
        var found = new CaptionCollector(file, cancellation);
        var source = CaptionSource.Open(file);
        source.ReadSample(); // refuses what is no text
        LineCaptions.Read(source, CaptionFormat.Lines, found);
        foreach (var error in found.Errors)
            onError?.Invoke(error);
        foreach (var text in found.Records.Select(static record => OwnCaption.Tidy(record.Text)).OfType<string>())
        {
            if (captions.Count == MaxLines)
                throw new ClipException(file, $"has more than {MaxLines} lines, of which the first are taken for captions", "give captions of many pictures with --captions FILE");
            if (!captions.Contains(text))
                captions.Add(text);
        }
    }
}

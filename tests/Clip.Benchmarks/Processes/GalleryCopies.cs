namespace Clip.Benchmarks.Processes;

/// <summary>
/// Copies of the gallery's photos that no program has seen: each file of each copy has unique bytes appended.
/// </summary>
internal sealed class GalleryCopies(TemporaryFolder folder)
{
    private int _made;

    /// <summary>The folder of the latest copy.</summary>
    public string Latest { get; private set; } = "";

    /// <summary>The number of photos per copy.</summary>
    public int Count { get; private set; }

    public void Make()
    {
        if (Latest.Length > 0)
            Directory.Delete(Latest, recursive: true);
        Latest = folder.Make($"unseen-{++_made}");
        Count = 0;
        foreach (var photo in Directory.EnumerateFiles(Path.Join(Checkout.Gallery, "photos")))
        {
            var copy = Path.Join(Latest, Path.GetFileName(photo));
            File.Copy(photo, copy);
            File.AppendAllText(copy, $"{_made}, {++Count}");
        }
    }
}

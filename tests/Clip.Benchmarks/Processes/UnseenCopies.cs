namespace Clip.Benchmarks.Processes;

/// <summary>
/// Copies of photos that no program has seen: each file of each copy has unique bytes appended, which decoders ignore.
/// </summary>
/// <param name="folder">Where the copies are made; each new one replaces the latest.</param>
/// <param name="photos">The photos, of different file names.</param>
internal sealed class UnseenCopies(TemporaryFolder folder, IReadOnlyList<string> photos)
{
    /// <summary>The folder of the latest copy.</summary>
    public string Latest { get; private set; } = "";

    /// <summary>The number of photos per copy.</summary>
    public int Count => photos.Count;

    public void Make()
    {
        if (Latest.Length > 0)
            Directory.Delete(Latest, recursive: true);
        Latest = folder.Make($"unseen-{Guid.NewGuid():N}");
        foreach (var photo in photos)
        {
            var copy = Path.Join(Latest, Path.GetFileName(photo));
            File.Copy(photo, copy);
            File.SetAttributes(copy, FileAttributes.Normal); // what is copied may be read-only
            File.AppendAllText(copy, $"{photo}, {Latest}");
        }
    }
}

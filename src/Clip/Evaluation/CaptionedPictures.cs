using Clip.Captions;

namespace Clip;

/// <summary>Pictures with captions that are known to belong to them.</summary>
public sealed class CaptionedPictures
{
    private CaptionedPictures(IReadOnlyList<string> pictures, IReadOnlyList<(int Picture, string Text)> captions)
    {
        Pictures = pictures;
        Captions = captions;
    }

    /// <summary>The full paths of the pictures, in the order in which the captions first name them.</summary>
    public IReadOnlyList<string> Pictures { get; }

    /// <summary>The captions, each with the number of its picture.</summary>
    public IReadOnlyList<(int Picture, string Text)> Captions { get; }

    /// <summary>
    /// Reads a caption file. The paths of pictures are looked up beside the file, then in a folder.
    /// </summary>
    /// <param name="path">A CSV, JSON Lines, COCO JSON or Flickr token file.</param>
    /// <param name="folder">Where pictures are that are not beside the file; null for nowhere else.</param>
    /// <param name="onError">Called for each line that cannot be used and each picture that is missing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ClipException">The file cannot be used, or no picture that it names exists.</exception>
    public static CaptionedPictures Load(
        string path, string? folder = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = CaptionFile.Read(path, cancellationToken);
        foreach (var error in file.Errors)
            onError?.Invoke(error);
        var beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] folders = folder is null ? [beside] : [beside, Path.GetFullPath(folder)];

        List<string> pictures = [];
        List<(int, string)> captions = [];
        Dictionary<string, int?> known = [];
        Dictionary<string, int> places = [];
        foreach (var record in file.Records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.Picture is not { } name)
                continue;
            if (!known.TryGetValue(name, out var place))
            {
                if (Find(folders, name) is not { } found)
                {
                    onError?.Invoke(new ClipException(
                        name, "is not beside the captions", "say in which folder the pictures are"));
                }
                else if (places.TryGetValue(found, out var same))
                {
                    place = same;
                }
                else
                {
                    places[found] = pictures.Count;
                    place = pictures.Count;
                    pictures.Add(found);
                }
                known[name] = place;
            }
            if (place is { } picture)
                captions.Add((picture, record.Text));
        }
        return captions.Count > 0
            ? new CaptionedPictures(pictures, captions)
            : throw new ClipException(
                path, "names no picture that exists", "give captions with the paths of their pictures");
    }

    private static string? Find(string[] folders, string name) => folders
        .Select(folder => Path.GetFullPath(Path.Combine(folder, name.Replace('\\', '/'))))
        .FirstOrDefault(File.Exists);
}

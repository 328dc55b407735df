using Clip.Catalog.Writing;
using Clip.Files;

namespace Clip.Indexing.Pipeline;

/// <summary>
/// The files of the index that hold a content of which a run finds a further file: those that are missing, from which
/// it may have been moved, and one with captions. For one run; not thread-safe.
/// </summary>
internal sealed class ContentCopies(IndexLocation location)
{
    /// <summary>From so many files on, they are looked at once in a run and not again for each further copy.</summary>
    private const int MinRemembered = 16;

    private readonly ExactFileNames _files = new(location.Root);
    private readonly Dictionary<UInt128, Copies> _remembered = [];

    /// <summary>The copies of a content; call it before a further file is stored.</summary>
    public Copies Of(PictureIndexWriter index, UInt128 hash)
    {
        if (_remembered.TryGetValue(hash, out var known))
            return known;
        var files = index.FindPicture(hash) is { } entry ? index.FilesOf(entry) : [];
        var copies = new Copies(
            new Queue<string>(files.Select(static file => file.Path).Where(path => !_files.Exists(path))),
            files.FirstOrDefault(file => index.FindCaptions(file.Path, CaptionOrigin.Given).Count > 0)?.Path);
        if (files.Count >= MinRemembered)
            _remembered[hash] = copies;
        return copies;
    }

    /// <param name="missing">The paths of those that were not there.</param>
    /// <param name="captioned">The path of one with captions that were given to it, or null.</param>
    internal sealed class Copies(Queue<string> missing, string? captioned)
    {
        /// <summary>The path of one with captions that were given to it, or null.</summary>
        public string? Captioned { get; private set; } = captioned;

        /// <summary>
        /// Takes one that is missing, because it counts as moved to a path; null if there is none. Further ones may
        /// have been moved elsewhere.
        /// </summary>
        public string? TakeMoved(PictureIndexWriter index, UInt128 hash, string toPath)
        {
            while (missing.TryDequeue(out var path))
            {
                // Another content may have been stored there meanwhile.
                if (path == toPath || index.FindFile(path)?.Hash != hash)
                    continue;
                if (path == Captioned)
                    Captioned = toPath;
                return path;
            }
            return null;
        }
    }
}

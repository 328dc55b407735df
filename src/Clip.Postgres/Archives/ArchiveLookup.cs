using System.Collections.Concurrent;
using Clip.Files;

namespace Clip.Postgres.Archives;

/// <summary>
/// Tells which archive of a library's folder a path leads into. Only what is there tells: a folder may be named like an
/// archive. Each name is looked up once. Thread-safe.
/// </summary>
/// <param name="location">The library, with its root as this machine reaches it.</param>
internal sealed class ArchiveLookup(IndexLocation location)
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>The archive that a picture is in, relative to the root; null for none that is there.</summary>
    public string? Of(string path)
    {
        string? found = null;
        RelativePath.AnyLevel(path, level =>
        {
            if (level.Length == path.Length || !ArchiveName.Is(level)
                || !_known.GetOrAdd(level, one => File.Exists(location.Full(one))))
            {
                return false;
            }
            found = level;
            return true;
        });
        return found;
    }
}

using Clip.Files;

namespace Clip.Postgres.Archives;

/// <summary>
/// Remembers what archives hold, so that their headers are not read for every chunk of work; as much as fits into some
/// memory, the last ones that were read. An archive that was written since is read again. Thread-safe.
/// </summary>
internal sealed class KnownArchives
{
    private const long MostMembers = 1_000_000;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, (FileIdentity Identity, TarContents Contents)> _known =
        new(StringComparer.Ordinal);

    private readonly Queue<string> _order = [];
    private long _members;

    /// <summary>What an archive holds.</summary>
    /// <exception cref="ClipException">It cannot be read.</exception>
    public TarContents Of(TarFile archive, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            var isKnown = _known.TryGetValue(archive.Path, out var known);
            if (isKnown && known.Identity == archive.Identity)
                return known.Contents;
            var contents = archive.ReadContents(cancellationToken);
            if (isKnown)
                _members -= known.Contents.Count;
            else
                _order.Enqueue(archive.Path);
            _known[archive.Path] = (archive.Identity, contents);
            _members += contents.Count;
            while (_members > MostMembers && _order.Count > 1 && _order.Peek() != archive.Path)
            {
                _known.Remove(_order.Dequeue(), out var oldest);
                _members -= oldest.Contents.Count;
            }
            return contents;
        }
    }
}

using Clip.Catalog;
using Clip.Catalog.Reading;

namespace Clip.Indexing.Runs;

/// <summary>
/// Looks up what identifies files that come in the order of their paths, as a walk finds them. While they do, it reads
/// those that follow ahead, because a query a file takes as long as the walk. Any other order gives the same answers.
/// </summary>
internal sealed class KnownStamps(EmbeddedIndex index)
{
    private const int MostAhead = 512;

    // The files of the index that follow _after, in the order of their code points.
    private readonly Queue<(string Path, FileStamp Stamp)> _ahead = new(MostAhead);
    private string _after = "";
    private int _wanted;
    private int _read;
    private int _used;

    /// <summary>What identifies a file; null where the index does not know it.</summary>
    public FileStamp? Find(string path)
    {
        if (CatalogOrder.Compare(path, _after) <= 0)
            return index.FindStamp(path);
        while (_ahead.TryPeek(out var next))
        {
            var order = CatalogOrder.Compare(next.Path, path);
            if (order > 0)
                return null;
            _after = _ahead.Dequeue().Path;
            if (order < 0)
                continue;
            _used++;
            return next.Stamp;
        }
        var found = index.FindStamp(path);
        ReadAfter(path);
        return found;
    }

    /// <summary>Reads ahead: more each time, and nothing where less than half of what was read was of use.</summary>
    private void ReadAfter(string path)
    {
        _wanted = _used * 2 >= _read ? Math.Clamp(_wanted * 4, 4, MostAhead) : 0;
        (_after, _read, _used) = (path, 0, 0);
        if (_wanted == 0)
            return;
        foreach (var file in index.StampsAfter(path, _wanted))
            _ahead.Enqueue(file);
        _read = _ahead.Count;
    }
}

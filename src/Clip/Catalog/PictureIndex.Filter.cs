using Clip.Vectors;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>The pictures that met the last filter, as of a commit.</summary>
    private (PictureFilter Filter, long AsOf, RowBitmap Rows)? _filtered;

    /// <summary>The rows of the pictures that meet a filter.</summary>
    /// <exception cref="IndexException">The index is of an older format that lacks what the filter asks for.</exception>
    private RowBitmap Filtered(PictureFilter filter)
    {
        if (_filtered is var (last, commit, known) && ReferenceEquals(last, filter) && commit == _state.Commits && !IsWriter)
            return known;
        if (filter.AsksForMetadata && !_catalog.HasMetadata)
        {
            throw IndexException.TooOld(Location.Directory, Location.Root);
        }

        var rows = new RowBitmap();
        foreach (var entry in _catalog.PicturesWithin(filter))
        {
            if (_pictures.Rows.Contains(entry))
                rows.Add(entry);
        }
        if (filter.AsksForPath)
        {
            var onPath = new RowBitmap();
            foreach (var entry in _catalog.PicturesAt(rows, filter.AllowsPath))
                onPath.Add(entry);
            rows = onPath;
        }
        _filtered = (filter, _state.Commits, rows);
        return rows;
    }
}

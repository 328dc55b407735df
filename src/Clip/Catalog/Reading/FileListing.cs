namespace Clip.Catalog.Reading;

/// <summary>The first files in an order, taken from any number of them.</summary>
/// <param name="order">The order.</param>
/// <param name="count">How many files.</param>
/// <param name="firstOfCopies">Whether only the first of files with the same content counts.</param>
internal sealed class FileListing(PictureOrder order, int count, bool firstOfCopies)
{
    /// <summary>More files than needed are kept before they are sorted, so that sorting seldom happens.</summary>
    private const int Slack = 4096;

    private List<FileRecord> _files = [];

    public void Add(FileRecord file)
    {
        _files.Add(file);
        if (_files.Count - Slack >= count)
            _files = ToList();
    }

    /// <summary>The files, the first one first.</summary>
    public List<FileRecord> ToList()
    {
        _files.Sort(order);
        var listed = firstOfCopies ? _files.DistinctBy(static file => file.Entry) : _files;
        return [.. listed.Take(count)];
    }
}

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    private const int PageSize = 512;

    /// <summary>What the index knows about a file, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    public FileRecord? FindFile(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return StorableText.IsStorable(relativePath) ? _catalog.FindFile(relativePath) : null;
        }
    }

    /// <summary>
    /// What the index knows about a file, and the vector of its picture: both of one moment, where an entry that is looked
    /// up first could get another number before its vector is read.
    /// </summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="vector">Gets the vector; as long as the model's dimension.</param>
    /// <returns>Null when the file is not known.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public FileRecord? ReadFile(string relativePath, Span<float> vector)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        CheckLength(vector);
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            return StorableText.IsStorable(relativePath) ? WithVector(_catalog.FindFile(relativePath), vector) : null;
        }
    }

    /// <summary>The first of the files that hold a picture, and its vector; as <see cref="ReadFile"/> does.</summary>
    /// <param name="hash">As in <see cref="FileRecord.Hash"/>.</param>
    /// <param name="vector">Gets the vector; as long as the model's dimension.</param>
    /// <returns>Null when no file has this content.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public FileRecord? ReadContent(UInt128 hash, Span<float> vector)
    {
        CheckLength(vector);
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            return _catalog.FindPicture(hash) is { } entry && _catalog.FilesOf(entry) is [var file, ..] ? WithVector(file, vector) : null;
        }
    }

    private FileRecord? WithVector(FileRecord? file, Span<float> vector)
    {
        if (file is null || file.Entry < 0 || file.Entry >= _state.Rows)
            return null;
        _vectors.Rows(_state.Rows).Vector(file.Entry).CopyTo(vector);
        return file;
    }

    /// <summary>The entry of the picture with this content, or null.</summary>
    /// <param name="hash">As in <see cref="FileRecord.Hash"/>.</param>
    public long? FindPicture(UInt128 hash)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _catalog.FindPicture(hash);
        }
    }

    /// <summary>The entry of the caption with exactly this text, or null.</summary>
    public long? FindCaption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _catalog.FindCaption(text)?.Entry;
        }
    }

    /// <summary>The entries of the captions stored with a file, each once, in order; empty for a file that is not known.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="origin">Where they come from; null for all.</param>
    public IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return StorableText.IsStorable(relativePath) && _catalog.FindFileId(relativePath) is var (id, _)
                ? origin is { } one ? _catalog.FileCaptions(id, one) : [.. _catalog.FileCaptions(id).Distinct()]
                : [];
        }
    }

    /// <summary>
    /// All files in the order of their paths. Read in pages, so memory stays flat, and the index may be changed
    /// meanwhile: a file added or removed ahead is seen or not seen accordingly.
    /// </summary>
    public IEnumerable<FileRecord> Files() => Paged(_catalog.FilesAfter, static file => file.Path);

    /// <summary>What is remembered about a file that could not be indexed, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    public FailureRecord? FindFailure(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return StorableText.IsStorable(relativePath) ? _catalog.FindFailure(relativePath) : null;
        }
    }

    /// <summary>All files that could not be indexed, in the order of their paths; read as <see cref="Files"/> is.</summary>
    public IEnumerable<FailureRecord> Failures() => Paged(_catalog.FailuresAfter, static failure => failure.Path);

    private IEnumerable<T> Paged<T>(Func<string, int, List<T>> pageAfter, Func<T, string> pathOf)
    {
        for (var last = ""; ;)
        {
            List<T> page;
            lock (_turn)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                page = pageAfter(last, PageSize);
            }
            foreach (var item in page)
                yield return item;
            if (page.Count < PageSize)
                yield break;
            var next = pathOf(page[^1]);
            // A damaged table may come back in any order; going round in circles must not follow from it.
            if (!StorableText.IsBefore(last, next))
                throw IndexException.Damaged(_catalog.Path, "paths are out of order");
            last = next;
        }
    }
}

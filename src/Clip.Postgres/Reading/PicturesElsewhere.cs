using Clip.Catalog;
using Clip.Postgres.Archives;
using Clip.Postgres.Objects;

namespace Clip.Postgres.Reading;

/// <summary>The pictures of a library that are in an object store, or in tar archives of its folder.</summary>
/// <param name="location">The library, with its root as this machine reaches it.</param>
/// <param name="openBucket">Opens the object store of a root.</param>
internal sealed class PicturesElsewhere(IndexLocation location, Func<string, PictureBucket> openBucket)
    : IPicturesElsewhere, IDisposable
{
    private readonly KnownArchives _archives = new();
    private readonly Lazy<PictureBucket> _bucket = new(() => openBucket(location.Root));

    /// <inheritdoc/>
    public bool IsObjectStore => PictureBucket.IsAddress(location.Root);

    /// <inheritdoc/>
    public string? ArchiveOf(string path) => IsObjectStore ? null : new ArchiveLookup(location).Of(path);

    /// <inheritdoc/>
    public async Task<bool> CopyAsync(string path, string file, CancellationToken cancellationToken)
    {
        IPictureSource source = IsObjectStore ? _bucket.Value : new ArchivedPictures(location, _archives);
        return await source.FetchAsync(path, file, cancellationToken).ConfigureAwait(false) is not null;
    }

    public void Dispose()
    {
        if (_bucket.IsValueCreated)
            _bucket.Value.Dispose();
    }
}

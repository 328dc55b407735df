using Clip.Catalog;

namespace Clip.Postgres.Reading;

/// <summary>A library of a store, open to be read.</summary>
internal sealed class PostgresIndex(IndexLocation location, PostgresStore store, StoredLibrary library) : PictureIndex
{
    private readonly PicturesElsewhere _elsewhere = new(location, store.OpenBucket);

    /// <inheritdoc/>
    public override IndexLocation Location => location;

    /// <inheritdoc/>
    internal override IPicturesElsewhere Elsewhere => _elsewhere;

    /// <inheritdoc/>
    internal override IndexModel Model => library.Model;

    /// <summary>The library.</summary>
    public StoredLibrary Library => library;

    /// <inheritdoc/>
    public override IndexSnapshot TakeSnapshot() => Take();

    /// <inheritdoc cref="TakeSnapshot"/>
    public PostgresSnapshot Take()
    {
        var choice = store.ChoiceOf(library.Id);
        return new PostgresSnapshot(
            location, library, store.BeginReading(), store.IsExact || choice is { Width: null },
            choice?.Width);
    }

    /// <inheritdoc/>
    public override IEnumerable<FileRecord> Files()
    {
        using var snapshot = Take();
        foreach (var file in snapshot.Files())
            yield return file;
    }

    /// <inheritdoc/>
    internal override ModelOrigin? ModelOrigin() => library.Origin;

    /// <inheritdoc/>
    internal override FileStamp? FindStamp(string relativePath)
    {
        using var session = store.BeginReading();
        return StoredFiles.FindStamp(session, library.Id, relativePath);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Connections belong to the store.
        _elsewhere.Dispose();
    }
}

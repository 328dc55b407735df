using Clip.Files;
using Clip.Postgres.Reading;

namespace Clip;

/// <content>Which libraries a database has.</content>
public sealed partial class PostgresStore
{
    /// <summary>The libraries, in the order of their names: all, or the one that the address names.</summary>
    /// <exception cref="StoreException">
    /// The server cannot be reached, or the store has no library of that name.
    /// </exception>
    public IReadOnlyList<IndexLocation> FindLibraries()
    {
        var all = StoredLibrary.ReadAll(this);
        // What the replica does not have yet, the store's own server may.
        if (_replica is not null && !all.Exists(library => LibraryName is null || library.Name == LibraryName))
            all = StoredLibrary.ReadAll(this, isOwn: true);
        if (LibraryName is not { } name)
            return [.. all.Select(Location)];
        return all.Find(library => library.Name == name) is { } one
            ? [Location(one)]
            : throw new StoreException(
                StoreFault.NoLibrary, Address, $"has no library named {name}",
                all.Count == 0 ? null : $"it has: {string.Join(", ", all.Select(static library => library.Name))}");
    }

    /// <summary>As <see cref="FindLibraries"/>, where there is to be one.</summary>
    /// <exception cref="IndexException">There is no library.</exception>
    /// <inheritdoc cref="FindLibraries" path="/exception"/>
    public IReadOnlyList<IndexLocation> FindAllLibraries() => FindLibraries() is { Count: > 0 } all
        ? all
        : throw IndexException.Missing(Address, Address);

    /// <summary>The only library, or the one that the address names.</summary>
    /// <exception cref="IndexException">There is no library.</exception>
    /// <exception cref="StoreException">
    /// The server cannot be reached, the store has no library of that name, or there are several.
    /// </exception>
    public IndexLocation FindLibrary() => FindLibraries() switch
    {
        [] => throw IndexException.Missing(Address, Address),
        [var one] => one,
        var several => throw new StoreException(
            StoreFault.SeveralLibraries, Address, "has several libraries", "name one in the address: "
            + string.Join(" or ", several.Select(static library => library.Directory))),
    };

    /// <summary>Names the library of a folder, which indexing creates.</summary>
    /// <param name="root">
    /// The folder that the pictures are in, as this machine reaches it, or their address in an object store:
    /// <c>s3://BUCKET/PREFIX</c>.
    /// </param>
    /// <returns>
    /// The library that the address names, else the one whose folder this is, else a new one with the folder's path as
    /// its name.
    /// </returns>
    /// <exception cref="StoreException">The server cannot be reached.</exception>
    public IndexLocation LibraryOf(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        var full = IndexLocation.FullRoot(root);
        var name = LibraryName
            ?? StoredLibrary.ReadAll(this, isOwn: true).Find(library => library.Root == full)?.Name ?? full;
        return IndexLocation.In(new LibraryReader(this, name), full);
    }

    /// <summary>The library that a folder is a part of, or null; none where the address names a library.</summary>
    /// <param name="folder">The folder, as this machine reaches it.</param>
    /// <returns>Of several, the one of the nearest folder above.</returns>
    /// <exception cref="StoreException">The server cannot be reached.</exception>
    public IndexLocation? FindEnclosingLibrary(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (LibraryName is not null)
            return null;
        var full = IndexLocation.FullRoot(folder);
        return StoredLibrary.ReadAll(this)
            .Where(library => library.Root != full && !RelativePath.IsOutside(RelativePath.Of(library.Root, full)))
            .MaxBy(static library => library.Root.Length) is { } nearest ? Location(nearest) : null;
    }

    /// <summary>The library whose pictures a folder has, where a worker is given the folder.</summary>
    /// <param name="libraries">The libraries to choose from.</param>
    /// <param name="root">The folder, as this machine reaches it; null for as the library says.</param>
    /// <exception cref="StoreException">Several fit, and the address names none.</exception>
    internal IndexLocation LibraryAt(IReadOnlyList<IndexLocation> libraries, string? root)
    {
        var full = root is null ? null : IndexLocation.FullRoot(root);
        var one = libraries.FirstOrDefault(library => library.Root == full)
            ?? (libraries.Count == 1 ? libraries[0] : FindLibrary());
        return IndexLocation.In(one.Store!, full ?? one.Root);
    }

    private IndexLocation Location(StoredLibrary library) =>
        IndexLocation.In(new LibraryReader(this, library.Name), library.Root);
}

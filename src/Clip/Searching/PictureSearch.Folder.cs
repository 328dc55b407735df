using Clip.Indexing;

namespace Clip;

/// <summary>The usual calls in one line each.</summary>
public sealed partial class PictureSearch
{
    /// <summary>Finds the pictures nearest to a query in the index as it is.</summary>
    /// <param name="query">
    /// What to search for: a text, or a <see cref="Query"/> of texts, pictures and embeddings.
    /// </param>
    /// <param name="topK">The most pictures, at least 1.</param>
    /// <param name="filter">Which pictures to search; null for all.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <inheritdoc cref="SearchAsync(SearchRequest, SearchObserver?, CancellationToken)" path="/exception"/>
    /// <example><code>
    /// var answer = await search.SearchAsync("a dog", topK: 5, new PictureFilter { CapturedFrom = new(2024, 1, 1) });
    /// </code></example>
    public Task<SearchAnswer> SearchAsync(
        Query query, int topK = 10, PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return SearchAsync(
            new SearchRequest(query) { TopK = topK, Filter = filter }, observer: null, cancellationToken);
    }

    /// <summary>
    /// Brings the index up to date with some files and folders, and with no others: adds new pictures, encodes changed
    /// ones again, removes missing ones.
    /// </summary>
    /// <param name="paths">Files and folders inside the folder that the index is about.</param>
    /// <param name="observer">Follows the update.</param>
    /// <param name="cancellationToken">Stops the update; what was encoded until then is kept.</param>
    /// <exception cref="ArgumentException">There are no paths.</exception>
    /// <inheritdoc cref="UpdateAsync" path="/exception"/>
    /// <inheritdoc cref="UpdateAsync" path="/returns"/>
    public Task<IndexReport?> AddAsync(
        IEnumerable<string> paths, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] some = [.. paths];
        // No path at all would mean the whole folder.
        return some.Length > 0
            ? UpdateAsync(new IndexerOptions { Paths = some }, observer, cancellationToken)
            : throw new ArgumentException("There are no paths.", nameof(paths));
    }

    /// <summary>
    /// Removes files from the index, not from the disk. A file that is still in the folder returns with the next update
    /// of the folder: delete or exclude it (<see cref="IndexerOptions.Exclude"/>) to keep it out.
    /// </summary>
    /// <param name="paths">
    /// Paths as in <see cref="FoundPicture.Path"/>, relative to the folder and separated by <c>/</c>. Of several
    /// folders, those of the first.
    /// </param>
    /// <param name="cancellationToken">Stops between files, before anything is removed.</param>
    /// <returns>How many of them the index held.</returns>
    /// <exception cref="IndexException">
    /// There is no index, it cannot be written, or another writer is at work.
    /// </exception>
    public Task<int> RemoveAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] some = [.. paths];
        return RunAsync(
            "remove", token => Task.FromResult(PictureRemoval.Run(OpenIndex(), some, token)), cancellationToken);
    }
}

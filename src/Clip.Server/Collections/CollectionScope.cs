using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Clip.Server.Answers;
using Clip.Server.Mounting;
using Clip.Server.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Clip.Server.Collections;

/// <summary>Which pictures a request about a whole library means.</summary>
internal sealed class CollectionScope
{
    private readonly IReadOnlyList<MountedFolder> _folders;

    private CollectionScope(
        MountedLibrary library, PictureSearch search, IReadOnlyList<MountedFolder> folders, PictureFilter? filter) =>
        (Library, Search, _folders, Filter) = (library, search, folders, filter);

    public MountedLibrary Library { get; }

    /// <summary>What answers the request.</summary>
    public PictureSearch Search { get; }

    /// <summary>Which pictures; null for all.</summary>
    public PictureFilter? Filter { get; }

    /// <summary>Reads <c>library</c> and the filters of a search from an address's query.</summary>
    /// <exception cref="Problems.RequestException">A value is not valid.</exception>
    public static async Task<CollectionScope> OfAsync(HttpContext context, Mounts mounts)
    {
        var command = SearchCommand.Of(context.Request.Query);
        var library = mounts.Library(command.Library);
        var place = library.In(command.In);
        var filter = SearchFilter.Of(command, place.Path);
        await library.WaitForFirstUpdateAsync(context.RequestAborted).ConfigureAwait(false);
        var folders = library.Folders.Where(folder => place.Folders.Contains(folder.Folder)).ToList();
        return new CollectionScope(library, place.Search, folders, filter);
    }

    /// <summary>How many pictures there are at most.</summary>
    public long Count() => Existing().Sum(folder =>
    {
        using var snapshot = folder.Index.TakeSnapshot();
        return snapshot.CountPictures(folder.Folder.Limit(Filter) ?? new PictureFilter());
    });

    /// <summary>
    /// Answers with what is computed for these pictures, or says that the client has it already. Browsers ask again
    /// each time, because the indexes may have changed.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="answers">Keeps what has been computed.</param>
    /// <param name="compute">Computes the answer's JSON.</param>
    /// <param name="parts">What is asked about the pictures.</param>
    /// <inheritdoc cref="CollectionAnswers.GetAsync" path="/exception"/>
    public async Task AnswerAsync(
        HttpContext context, CollectionAnswers answers,
        Func<CollectionScope, CancellationToken, Task<ReadOnlyMemory<byte>>> compute, params string?[] parts)
    {
        var key = Key(parts);
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(key));
        var tag = new EntityTagHeaderValue($"\"{hash:x32}\"");
        var isKnown = context.Request.GetTypedHeaders().IfNoneMatch.Any(
            other => other.Compare(tag, useStrongComparison: false));
        var json = isKnown ? default : await answers.GetAsync(
            key, token => compute(this, token), context.RequestAborted).ConfigureAwait(false);
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (isKnown)
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await JsonAnswer.WriteAsync(context, json).ConfigureAwait(false);
    }

    /// <summary>The path of a file as clients see it, and its id.</summary>
    public (string Path, string Id) Shown(CollectionFile file)
    {
        var folder = Library.FolderOf(file.Location, file.Path);
        return (folder.Shown(file.Path), PictureId.Of(folder.Number, file.Path));
    }

    private IEnumerable<MountedFolder> Existing() =>
        _folders.Where(static folder => PictureIndex.Exists(folder.Folder.Location));

    /// <summary>Identifies a request about these pictures, as the indexes are now.</summary>
    private string Key(string?[] parts)
    {
        var key = new StringBuilder(Library.Name);
        foreach (var folder in Existing())
        {
            var leftOut = folder.Confinement.Version;
            key.Append(CultureInfo.InvariantCulture, $"\n{folder.Number} {folder.Index.UpdatedUtc.Ticks} {leftOut}");
        }
        if (Filter is { } filter)
        {
            key.Append(CultureInfo.InvariantCulture, $"\n{filter.CapturedFrom?.Ticks} {filter.CapturedBefore?.Ticks}");
            key.Append(CultureInfo.InvariantCulture, $"\n{filter.Near} ").AppendJoin('\t', filter.Cameras).Append('\n');
            key.AppendJoin('\t', filter.Globs);
        }
        return key.Append('\n').AppendJoin('\n', parts).ToString();
    }
}

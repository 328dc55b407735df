using System.Diagnostics;
using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Clip.Server.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Clip.Server.Pictures;

/// <summary>The facts about a picture.</summary>
internal sealed record PictureFacts(
    string Id, string Path, string Library, long Size, DateTime Modified, int Width, int Height, string? Captured,
    string? Camera, double? Latitude, double? Longitude, IReadOnlyList<string> Captions, bool Available,
    string Thumbnail, string Original);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PictureFacts))]
internal sealed partial class PictureFactsJson : JsonSerializerContext;

/// <summary><c>/api/pictures/{id}</c>: facts, thumbnail, original file and neighbors of a picture.</summary>
internal sealed class PictureEndpoint(
    ClipServerOptions options, Mounts mounts, ThumbnailCache thumbnails, PictureFiles files)
{
    private const int DefaultEdge = 320;
    private const int LargestEdge = 2048;

    private static readonly int[] Edges = [64, 128, 160, 320, 480, 640, 960, 1280, 1600, LargestEdge];

    public Task FactsAsync(HttpContext context)
    {
        var (folder, file, path) = Find(context);
        var address = $"{context.Request.PathBase}/api/pictures/{PictureId.Of(folder.Number, file.Path)}";
        var facts = new PictureFacts(
            PictureId.Of(folder.Number, file.Path), folder.Shown(file.Path), mounts.LibraryOf(folder).Name, file.Size,
            new DateTime(file.ModifiedUtcTicks, DateTimeKind.Utc), file.Width, file.Height,
            ClockTime.Of(file.Metadata?.Captured), file.Metadata?.Camera,
            file.Metadata?.Place?.Latitude, file.Metadata?.Place?.Longitude,
            [.. folder.Index.FindCaptions(file.Path).Select(folder.Index.CaptionText).OfType<string>()],
            PictureFiles.IsAvailable(folder, file, path), $"{address}/thumbnail", $"{address}/original");
        return JsonAnswer.WriteAsync(context, facts, PictureFactsJson.Default.PictureFacts);
    }

    public async Task ThumbnailAsync(HttpContext context)
    {
        var (folder, file, path) = Find(context);
        var edge = EdgeOf(context.Request.Query);
        var tag = new EntityTagHeaderValue($"\"{file.Hash:x32}-{edge}\"");
        var response = context.Response;
        response.GetTypedHeaders().ETag = tag;
        response.Headers.CacheControl = "private, max-age=3600";
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        if (known.Any(other =>
                other.Compare(tag, useStrongComparison: false) || other.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var jpeg = await ThumbnailAsync(folder, file, path, edge, context.RequestAborted).ConfigureAwait(false);
        response.ContentType = "image/jpeg";
        response.ContentLength = jpeg.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(jpeg, context.RequestAborted).ConfigureAwait(false);
    }

    public async Task OriginalAsync(HttpContext context)
    {
        var (folder, file, path) = Find(context);
        using var source = await files.OpenAsync(folder, file, path, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.CacheControl = "private, no-cache";
        var modified = File.GetLastWriteTimeUtc(source.Path);
        var result = TypedResults.PhysicalFile(
            source.Path, ContentTypes.Of(source.Path), enableRangeProcessing: true,
            lastModified: modified, entityTag: new EntityTagHeaderValue($"\"{file.Hash:x32}-{modified.Ticks:x}\""));
        await result.ExecuteAsync(context).ConfigureAwait(false);
    }

    public async Task SimilarAsync(HttpContext context)
    {
        var (folder, file, _) = Find(context);
        var top = context.Request.Query.Integer("top", 1, options.MaxResults) ?? SearchCommand.DefaultTop;
        var answer = await SimilarAsync(
            PictureId.Of(folder.Number, file.Path), top, context.Request.PathBase, context.RequestAborted)
            .ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, answer, SearchJson.Default.SearchResponse).ConfigureAwait(false);
    }

    /// <summary>The pictures nearest to one.</summary>
    /// <exception cref="RequestException">There is no such picture.</exception>
    public async Task<SearchResponse> SimilarAsync(
        string id, int top, string pathBase, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var (folder, file, path) = mounts.Picture(id);
        var library = mounts.LibraryOf(folder);
        var vector = new float[library.Model.Dimensions];
        if (!folder.Index.ReadVector(file.Entry, vector))
            throw RequestException.NotFound("There is no such picture in the library.");
        var source = PictureSource.FromEncodedFile(path ?? folder.Folder.Location.Full(file.Path), vector);
        var request = new SimilarRequest(source) { TopK = top, FoldCopies = true, WithFiles = true };
        var answer = await library.Search.SimilarAsync(request, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var results = answer.Pictures.Select(picture => Candidate.Of(picture, library).ToResult(pathBase)).ToList();
        return new SearchResponse(results, null, null, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>The thumbnail of a picture.</summary>
    /// <exception cref="RequestException">There is no such picture, or it cannot be shown.</exception>
    public Task<ReadOnlyMemory<byte>> ThumbnailAsync(string id, int edge, CancellationToken cancellationToken)
    {
        var (folder, file, path) = mounts.Picture(id);
        return ThumbnailAsync(folder, file, path, edge, cancellationToken);
    }

    private Task<ReadOnlyMemory<byte>> ThumbnailAsync(
        MountedFolder folder, FileRecord file, string? path, int edge, CancellationToken cancellationToken)
    {
        PictureFiles.Require(folder, file, path);
        var model = mounts.LibraryOf(folder).Model.Model;
        // Others may wait for the same one when this request is cancelled.
        return thumbnails.GetAsync(
            $"{file.Hash:x32}-{edge}", () => files.OpenAsync(folder, file, path, CancellationToken.None),
            source => Make(source, edge, model), cancellationToken);
    }

    private (MountedFolder Folder, FileRecord File, string? FullPath) Find(HttpContext context) =>
        mounts.Picture((string)context.Request.RouteValues["id"]!);

    private static ReadOnlyMemory<byte> Make(string path, int edge, ClipModel model)
    {
        try
        {
            var preprocessor = model.Image.Preprocessor;
            return Thumbnail.OfFile(path, edge, preprocessor.Limits, preprocessor.Memory).Jpeg;
        }
        catch (PictureException error)
        {
            // The full path of the file is nobody's business.
            throw RequestException.Unusable($"The picture cannot be shown: it {error.Problem}.");
        }
    }

    /// <summary>The next size that is made, so that the cache holds few for each picture.</summary>
    private static int EdgeOf(IQueryCollection query)
    {
        var edge = query.Integer("size") ?? DefaultEdge;
        if (edge < 1)
            throw RequestException.Invalid("size", "'size' must be the longest edge in pixels.");
        return Array.Find(Edges, size => size >= edge) is > 0 and var size ? size : LargestEdge;
    }
}

using System.Text.Json;
using Clip.Searching;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Clip.Server.Search;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.ClipRetrieval;

/// <summary>
/// <c>POST /knn-service</c>, <c>GET /indices-list</c> and <c>POST /metadata</c> as clip-retrieval's backend answers
/// them. Its client sends every field it knows, without a content type; those about safety and aesthetics are ignored.
/// </summary>
internal sealed class KnnEndpoint(
    ClipServerOptions options, Mounts mounts, RequestBody bodies, QueryEncoder encoder)
{
    private const int DefaultCount = 40;
    private const int MostIds = 10_000;
    private const int MostAlike = 16;

    public Task IndicesAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, [.. mounts.Libraries.Select(static library => library.Name)],
        KnnJson.Default.IReadOnlyListString);

    public async Task SearchAsync(HttpContext context)
    {
        var body = JsonBody.ParseObject(await bodies.ReadAsync(context).ConfigureAwait(false));
        var library = mounts.Library(body.Text("indice_name"));
        var count = body.Integer("num_images") ?? DefaultCount;
        if (count < 1)
            throw RequestException.Invalid("num_images", "'num_images' must be at least 1.");
        count = Math.Min(count, options.MaxResults);
        var arePictures = body.ArePictures("image");
        await library.WaitForFirstUpdateAsync(context.RequestAborted).ConfigureAwait(false);
        var vector = await encoder.VectorAsync(TermOf(body), library, context.RequestAborted).ConfigureAwait(false);
        var results = arePictures
            ? await PicturesAsync(library, vector, count, body, context).ConfigureAwait(false)
            : await CaptionsAsync(library, vector, count, context).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, results, KnnJson.Default.IReadOnlyListKnnResult).ConfigureAwait(false);
    }

    public async Task MetadataAsync(HttpContext context)
    {
        var body = JsonBody.ParseObject(await bodies.ReadAsync(context).ConfigureAwait(false));
        var library = mounts.Library(body.Text("indice_name"));
        if (body.Member("ids") is not { ValueKind: JsonValueKind.Array } ids || ids.GetArrayLength() > MostIds)
            throw RequestException.Invalid("ids", $"'ids' must be a list of at most {MostIds} numbers.");
        List<MetadataEntry> entries = [];
        foreach (var item in ids.EnumerateArray())
        {
            if (!JsonMembers.IsInteger(item, out var id))
                throw RequestException.Invalid("ids", "'ids' must be a list of whole numbers.");
            if (Facts(library, id, context) is { } facts)
                entries.Add(new MetadataEntry(id, facts));
        }
        await JsonAnswer.WriteAsync(context, entries, KnnJson.Default.IReadOnlyListMetadataEntry)
            .ConfigureAwait(false);
    }

    private static TermSource TermOf(JsonElement body)
    {
        if (body.Member("embedding_input") is { } vector)
            return new TermSource(1) { Vector = JsonVectors.Read(vector, "embedding_input") };
        if (body.Text("image") is { Length: > 0 } image)
            return new TermSource(1) { Image = image };
        if (body.Text("image_url") is { Length: > 0 } address)
        {
            return PictureText.IsAddress(address) || PictureText.IsDataUrl(address)
                ? new TermSource(1) { Image = address }
                : throw RequestException.Invalid(
                    "image_url", "'image_url' must be an http or https address, or a data URL.");
        }
        return body.Text("text") is { Length: > 0 } text
            ? new TermSource(1) { Text = text }
            : throw RequestException.Invalid(
                "text", "Give one of text, image, image_url and embedding_input to search with.");
    }

    private static async Task<List<KnnResult>> PicturesAsync(
        MountedLibrary library, float[] vector, int count, JsonElement body, HttpContext context)
    {
        var request = new SearchRequest(new Query([QueryTerm.Vector(vector)]))
        {
            TopK = count,
            Rank = RankBy.Embedding,
            FoldCopies = body.Member("deduplicate") is not { ValueKind: JsonValueKind.False },
        };
        var answer = await library.Search.SearchAsync(request, cancellationToken: context.RequestAborted)
            .ConfigureAwait(false);
        return
        [
            .. answer.Pictures.Select(picture =>
            {
                var folder = library.FolderOf(picture.Location, picture.Path);
                return new KnnResult(
                    EntryId.OfPicture(library, folder, picture.Entry), picture.Cosine,
                    Original(context, folder, picture.Path), picture.Caption);
            }),
        ];
    }

    /// <summary>The nearest captions.</summary>
    private static async Task<List<KnnResult>> CaptionsAsync(
        MountedLibrary library, float[] vector, int count, HttpContext context)
    {
        var found = await Task.Run(
            () => library.Folders.SelectMany(folder => Captions(folder, vector, count, context.RequestAborted)
                    .Select(hit => (Folder: folder, Hit: hit)))
                .OrderByDescending(static found => found.Hit.Score).Take(count).ToList(),
            context.RequestAborted).ConfigureAwait(false);
        return
        [
            .. found.Select(one => new KnnResult(
                EntryId.OfCaption(library, one.Folder, one.Hit.Entry), one.Hit.Score,
                one.Hit.Path is { } path ? Original(context, one.Folder, path) : null, one.Hit.Caption)),
        ];
    }

    /// <summary>The nearest captions of a folder, which may be a part of what its index is about.</summary>
    private static List<CaptionHit> Captions(
        MountedFolder folder, float[] vector, int count, CancellationToken cancellationToken)
    {
        for (var depth = count; ; depth *= 2)
        {
            var hits = folder.Index.SearchCaptions(vector, depth, cancellationToken: cancellationToken);
            List<CaptionHit> shown = [.. hits.Where(hit => IsShown(folder, hit.Path)).Take(count)];
            if (shown.Count == count || hits.Count < depth || depth > int.MaxValue / 2)
                return shown;
        }
    }

    private static bool IsShown(MountedFolder folder, string? path) => path is null
        ? folder.Folder.Folder.Length == 0
        : PictureFileAccess.IsShown(folder.Folder, path);

    /// <summary>The text of a caption; null where the folder has none of this entry.</summary>
    private static string? CaptionText(MountedFolder folder, long entry)
    {
        if (folder.Folder.Folder.Length > 0 || folder.Index.CaptionText(entry) is not { } text)
            return null;
        if (folder.Confinement.LeftOut is null)
            return text;
        // It is its own nearest neighbor, and that says which picture it belongs to.
        var vector = new float[folder.Index.Dimensions];
        return folder.Index.ReadVector(entry, vector)
            && folder.Index.SearchCaptions(vector, MostAlike).FirstOrDefault(hit => hit.Entry == entry) is { } own
            && IsShown(folder, own.Path)
                ? text
                : null;
    }

    private static MetadataFacts? Facts(MountedLibrary library, long id, HttpContext context)
    {
        var (folder, entry, isCaption) = EntryId.Parse(library, id);
        if (isCaption)
        {
            return CaptionText(folder, entry) is { } text
                ? new MetadataFacts(null, null, text, null, null)
                : null;
        }
        var file = folder.Index.FilesOf(entry)
            .FirstOrDefault(file => PictureFileAccess.IsShown(folder.Folder, file.Path));
        if (file is null)
            return null;
        var caption = folder.Index.FindCaptions(file.Path).Select(folder.Index.CaptionText).FirstOrDefault();
        return new MetadataFacts(
            folder.Shown(file.Path), Original(context, folder, file.Path), caption, file.Width, file.Height);
    }

    private static string Original(HttpContext context, MountedFolder folder, string path) =>
        $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/api/pictures/"
        + $"{PictureId.Of(folder.Number, path)}/original";
}

using System.Reflection;
using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Metrics;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Status;

/// <summary>A mounted model.</summary>
internal sealed record ModelStatus(string Name, int Dimensions, string Variant, string Fingerprint);

/// <summary>A folder of a library. Where it is on this machine is not said.</summary>
internal sealed record FolderStatus(
    string Name, long Pictures, long Files, long Captions, long Failures, DateTime? Updated);

/// <summary>A mounted library.</summary>
internal sealed record LibraryStatus(
    string Name, string Model, long Pictures, long Captions, bool Indexing, IReadOnlyList<FolderStatus> Folders)
{
    /// <summary>The work of those who fill it; null where the server does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkStatus? Work { get; init; }
}

/// <summary>The work of programs that fill a library of a database.</summary>
internal sealed record WorkStatus(long Planned, long Leased, int Workers, double PicturesPerSecond);

/// <summary>What the server holds.</summary>
internal sealed record ServerStatus(
    string Version, bool Ready, long Pictures, IReadOnlyList<ModelStatus> Models,
    IReadOnlyList<LibraryStatus> Libraries)
{
    /// <summary>The name of the model that requests use which name none.</summary>
    public string Model => Models[0].Name;

    /// <summary>Its fingerprint.</summary>
    public string Fingerprint => Models[0].Fingerprint;

    /// <summary>The length of its embeddings.</summary>
    public int Dimension => Models[0].Dimensions;

    /// <summary>The files of all libraries.</summary>
    public long Files => Sum(static folder => folder.Files);

    /// <summary>The captions of all libraries.</summary>
    public long Captions => Sum(static folder => folder.Captions);

    /// <summary>The files of all libraries that cannot be read.</summary>
    public long Failures => Sum(static folder => folder.Failures);

    private long Sum(Func<FolderStatus, long> count) =>
        Libraries.Sum(library => library.Folders.Sum(count));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServerStatus))]
internal sealed partial class StatusJson : JsonSerializerContext;

/// <summary><c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, <c>/openapi/v1.json</c> and <c>/api/status</c>.</summary>
internal sealed class StatusEndpoint(Mounts mounts, Readiness readiness, ServerMetrics metrics)
{
    /// <summary>The version of this server.</summary>
    public static string Version { get; } =
        typeof(StatusEndpoint).Assembly.GetName().Version is { } version ? version.ToString(3) : "0";

    public static Task HealthAsync(HttpContext context) => TextAsync(context, "text/plain; charset=utf-8", "ok\n");

    public Task ReadyAsync(HttpContext context) => readiness.Missing is not { } missing
        ? TextAsync(context, "text/plain; charset=utf-8", "ready\n")
        : throw new RequestException(503, missing) { RetryAfter = 2 };

    public Task MetricsAsync(HttpContext context) =>
        TextAsync(context, "text/plain; version=0.0.4; charset=utf-8", metrics.ToPrometheus());

    public static async Task DescriptionAsync(HttpContext context)
    {
        await using var document = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")!;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = document.Length;
        await document.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    public Task StatusAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, Read(), StatusJson.Default.ServerStatus);

    /// <summary>What the server holds at this moment.</summary>
    public ServerStatus Read()
    {
        var libraries = mounts.Libraries.Select(library => LibraryOf(library)).ToList();
        return new ServerStatus(
            Version, readiness.IsReady, libraries.Sum(static library => library.Pictures),
            [
                .. mounts.Models.Select(static model => new ModelStatus(
                    model.Name, model.Dimensions, model.Model.Variant, model.Model.Fingerprint)),
            ],
            libraries);
    }

    private static LibraryStatus LibraryOf(MountedLibrary library)
    {
        var folders = library.Folders.Select(FolderOf).ToList();
        return new LibraryStatus(
            library.Name, library.Model.Name, folders.Sum(static folder => folder.Pictures),
            folders.Sum(static folder => folder.Captions), library.IsUpdating, folders)
        {
            Work = WorkOf(library),
        };
    }

    private static WorkStatus? WorkOf(MountedLibrary library)
    {
        try
        {
            return library.ReadWork() is { } work
                ? new WorkStatus(work.Planned, work.Leased, work.Workers, work.PicturesPerSecond)
                : null;
        }
        catch (ClipException)
        {
            // Where a replica answers, the database itself may be away.
            return null;
        }
    }

    private static FolderStatus FolderOf(MountedFolder folder)
    {
        var name = folder.Label.Length > 0 ? folder.Label : "/";
        if (!PictureIndex.Exists(folder.Folder.Location))
            return new FolderStatus(name, 0, 0, 0, 0, null);
        var index = folder.Index;
        var isPart = folder.Folder.Folder.Length > 0;
        var leftOut = folder.Confinement.LeftOut;
        var pictures = folder.Folder.Limit(null) is { } filter ? Count(index, filter) : index.PictureCount;
        var files = leftOut?.Kept ?? (isPart ? pictures : index.FileCount);
        return new FolderStatus(
            name, pictures, files, isPart ? 0 : index.CaptionCount, isPart ? 0 : index.FailureCount, index.UpdatedUtc);
    }

    private static long Count(PictureIndex index, PictureFilter filter)
    {
        using var snapshot = index.TakeSnapshot();
        return snapshot.CountPictures(filter);
    }

    private static async Task TextAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }
}

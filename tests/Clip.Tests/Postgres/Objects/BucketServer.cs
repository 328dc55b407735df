using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Hashing;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Clip.Tests.Postgres.Objects;

/// <summary>
/// An object store with one bucket: signed requests, ListObjectsV2 in pages, GET and HEAD with ETags and ranges.
/// </summary>
internal sealed class BucketServer : IAsyncDisposable
{
    public const string Bucket = "photos";
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const int PageSize = 2;

    private static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly RequestSignature _signature = new(Key, Secret);
    private readonly WebApplication _host;

    private BucketServer(WebApplication host) => _host = host;

    /// <summary>The objects by their keys.</summary>
    public ConcurrentDictionary<string, StoredObject> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each key was asked for.</summary>
    public ConcurrentDictionary<string, int> Reads { get; } = new(StringComparer.Ordinal);

    /// <summary>The address of the service.</summary>
    public string Endpoint => _host.Urls.First();

    /// <summary>The variables that a program takes the credentials from.</summary>
    public static Dictionary<string, string?> Environment => new()
    {
        ["AWS_ACCESS_KEY_ID"] = Key,
        ["AWS_SECRET_ACCESS_KEY"] = Secret,
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_REGION"] = "eu-central-1",
    };

    public static async Task<BucketServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        var server = new BucketServer(host);
        host.Run(server.AnswerAsync);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>The bucket as the library names it.</summary>
    public PictureBucket Open(string prefix) => PictureBucket.At(
        $"s3://{Bucket}/{prefix}", Endpoint, static name => Environment.GetValueOrDefault(name));

    /// <summary>
    /// Stores an object. Its time is the same for all, and its tag is no MD5 hash, which not every service has.
    /// </summary>
    public void Put(string key, byte[] content, string? tag = null) => Objects[key] = new StoredObject(
        content, tag ?? $"\"{Convert.ToHexStringLower(XxHash128.Hash(content))}\"");

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value!.TrimStart('/').Split('/', 2);
        if (_signature.Problem(request) is { } problem)
            await FailAsync(response, 403, problem);
        else if (path[0] != Bucket)
            await FailAsync(response, 404, "NoSuchBucket");
        else if (path.Length == 1 || path[1].Length == 0)
            await ListAsync(request, response);
        else if (!Objects.TryGetValue(path[1], out var found))
            await FailAsync(response, 404, "NoSuchKey");
        else if (found.Refusal is { } code)
            await FailAsync(response, found.RefusalStatus, code);
        else
            await SendAsync(context, path[1], found);
    }

    private async Task SendAsync(HttpContext context, string key, StoredObject found)
    {
        var read = Reads.AddOrUpdate(key, 1, static (_, count) => count + 1);
        if (read <= found.TimesCutOff)
        {
            context.Response.ContentLength = found.Content.Length;
            context.Response.Headers.ETag = found.Tag;
            await context.Response.Body.WriteAsync(found.Content.AsMemory(0, found.Content.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }
        await Results.Bytes(
            found.Content, "application/octet-stream", enableRangeProcessing: true, lastModified: StoredObject.Time,
            entityTag: EntityTagHeaderValue.Parse(found.Tag)).ExecuteAsync(context);
    }

    private async Task ListAsync(HttpRequest request, HttpResponse response)
    {
        var prefix = request.Query["prefix"].ToString();
        var after = request.Query["continuation-token"].ToString();
        var rest = Objects.Where(found => found.Key.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(found.Key, after) > 0).OrderBy(static found => found.Key, StringComparer.Ordinal)
            .ToList();
        var page = rest.Take(PageSize).ToList();
        var document = new XElement(
            Xml + "ListBucketResult", new XElement(Xml + "Name", Bucket), new XElement(Xml + "Prefix", prefix),
            new XElement(Xml + "KeyCount", page.Count), new XElement(Xml + "MaxKeys", PageSize),
            new XElement(Xml + "IsTruncated", rest.Count > page.Count),
            rest.Count > page.Count ? new XElement(Xml + "NextContinuationToken", page[^1].Key) : null,
            page.Select(static found => new XElement(
                Xml + "Contents", new XElement(Xml + "Key", found.Key),
                new XElement(Xml + "LastModified", StoredObject.Time.AddMilliseconds(250).ToString(
                    "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
                new XElement(Xml + "ETag", found.Value.Tag), new XElement(Xml + "Size", found.Value.Content.Length),
                new XElement(Xml + "StorageClass", "STANDARD"))));
        response.ContentType = "application/xml";
        await response.WriteAsync(document.ToString());
    }

    private static Task FailAsync(HttpResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.ContentType = "application/xml";
        return response.WriteAsync($"<Error><Code>{code}</Code><Message>{code}</Message></Error>");
    }

    /// <summary>An object.</summary>
    /// <param name="Content">Its bytes.</param>
    /// <param name="Tag">Its ETag.</param>
    public sealed record StoredObject(byte[] Content, string Tag)
    {
        public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        /// <summary>How many of the first answers end before their end.</summary>
        public int TimesCutOff { get; init; }

        /// <summary>The code of the answer where it may not be read.</summary>
        public string? Refusal { get; init; }

        /// <summary>The status of the refusal.</summary>
        public int RefusalStatus { get; init; } = 403;
    }
}

using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Clip.Files;
using Clip.Postgres.Objects;

namespace Clip;

/// <summary>
/// Pictures in an S3-compatible object store: the objects of a bucket whose keys begin with a prefix. Thread-safe.
/// </summary>
/// <remarks>
/// The keys come from <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>; without
/// them, requests are not signed, as public buckets allow. The region comes from <c>AWS_REGION</c> or
/// <c>AWS_DEFAULT_REGION</c>. Nothing else is asked for them.
/// </remarks>
public sealed class PictureBucket : IDisposable
{
    private const string DefaultRegion = "us-east-1";
    private const int MostAttempts = 3;

    private readonly AmazonS3Client _client;
    private readonly ObjectAddress _address;

    private PictureBucket(ObjectAddress address, AmazonS3Client client) => (_address, _client) = (address, client);

    /// <summary>The address, without credentials.</summary>
    public string Address => _address.ToString();

    /// <summary>Whether a text is an address of this kind: whether it begins with <c>s3://</c>.</summary>
    public static bool IsAddress(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IndexLocation.IsObjectAddress(text);
    }

    /// <summary>Names a bucket. Nothing is connected yet.</summary>
    /// <param name="address"><c>s3://BUCKET/PREFIX</c>.</param>
    /// <param name="endpoint">
    /// The service, such as <c>https://minio.example.org:9000</c>; null for the one that <c>AWS_ENDPOINT_URL_S3</c> or
    /// <c>AWS_ENDPOINT_URL</c> names, or else that of Amazon.
    /// </param>
    /// <exception cref="ClipException">An address is not valid.</exception>
    public static PictureBucket At(string address, string? endpoint = null) =>
        At(address, endpoint, Environment.GetEnvironmentVariable);

    /// <param name="address">The address.</param>
    /// <param name="endpoint">The service.</param>
    /// <param name="environment">The value of a variable.</param>
    /// <inheritdoc cref="At(string, string?)" path="/exception"/>
    internal static PictureBucket At(string address, string? endpoint, Func<string, string?> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (!IsAddress(address))
            throw new ClipException(address, "is no address of an object store", "write it as s3://BUCKET/PREFIX");
        var parsed = ObjectAddress.Parse(address);
        endpoint ??= Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");
        if (endpoint is not null
            && (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
                || uri.UserInfo.Length > 0))
        {
            throw new ClipException(
                endpoint.Split('@')[^1], "is no address of an object store's service", "write it as https://HOST");
        }
        var region = Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? DefaultRegion;
        var settings = new AmazonS3Config
        {
            // Any service knows buckets as part of the path; as part of the host, only some do.
            ForcePathStyle = true,
            ServiceURL = endpoint ?? $"https://s3.{region}.amazonaws.com",
            AuthenticationRegion = region,
            // Not every service knows the checksums that Amazon's has besides.
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        };
        return new PictureBucket(parsed, new AmazonS3Client(Credentials(Variable), settings));

        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>The pictures, in the order of their keys.</summary>
    /// <param name="report">Called with each object that has the name of a picture and cannot be used.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="ClipException">The bucket cannot be listed.</exception>
    internal IEnumerable<PictureFile> Pictures(Action<ClipException> report, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = _address.Prefix };
        do
        {
            var page = ListAsync(request, cancellationToken).GetAwaiter().GetResult();
            foreach (var found in page.S3Objects ?? [])
            {
                if (!PictureFileName.HasPictureExtension(found.Key))
                    continue;
                if (_address.PathOf(found.Key) is not { } path)
                    report(Problem(found.Key, "has a key that is no path", "rename it"));
                else if (path.Split('/').Any(static name => FolderEntry.IsHidden(name)))
                    continue;
                else if (found.Size is not > 0)
                    report(Problem(found.Key, "is empty", null));
                else
                    yield return StampOf(found).ToPictureFile(path, _address.Shown(path));
            }
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>The address of a picture.</summary>
    internal string Shown(string path) => _address.Shown(path);

    /// <summary>Copies an object into a file.</summary>
    /// <param name="path">Its path relative to the address.</param>
    /// <param name="file">The file, whose folder exists.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <returns>What identifies the content; null where there is no such object.</returns>
    /// <exception cref="ObjectException">The object cannot be read; others may be.</exception>
    /// <exception cref="ClipException">No object can be read.</exception>
    internal async Task<ObjectStamp?> FetchAsync(string path, string file, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = await _client.GetObjectAsync(
                    new GetObjectRequest
                    {
                        BucketName = _address.Bucket,
                        Key = _address.KeyOf(path),
                        // All of it. Without a range, the SDK takes the ETag for an MD5 hash, which not every one is.
                        ByteRange = new ByteRange("bytes=0-"),
                    },
                    cancellationToken).ConfigureAwait(false);
                var stamp = new ObjectStamp(answer.ContentLength, Utc(answer.LastModified), answer.ETag ?? "");
                var copied = await ObjectCopy.WriteAsync(answer.ResponseStream, file, cancellationToken)
                    .ConfigureAwait(false);
                if (copied != stamp.Size)
                    throw new EndOfStreamException("ends before its length");
                File.SetLastWriteTimeUtc(file, new DateTime(stamp.ToFileStamp().ModifiedUtcTicks, DateTimeKind.Utc));
                return stamp;
            }
            catch (AmazonS3Exception error) when (error.ErrorCode == "NoSuchKey"
                || (error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode != "NoSuchBucket"))
            {
                return null;
            }
            catch (Exception error) when (attempt < MostAttempts && IsCutOff(error))
            {
                // It ended before its end; the next one may not.
            }
            catch (Exception error) when (ObjectErrors.IsAboutObject(error))
            {
                throw new ObjectException(Shown(path), ObjectErrors.Reason(error), error);
            }
            catch (Exception error) when (ObjectErrors.Is(error, cancellationToken))
            {
                throw ObjectErrors.From(Address, error);
            }
        }
    }

    private async Task<ListObjectsV2Response> ListAsync(
        ListObjectsV2Request request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ObjectErrors.Is(error, cancellationToken))
        {
            throw ObjectErrors.From(Address, error);
        }
    }

    private ClipException Problem(string key, string problem, string? remedy) =>
        new($"{IndexLocation.ObjectScheme}{_address.Bucket}/{key}", problem, remedy);

    private static ObjectStamp StampOf(S3Object found) =>
        new(found.Size ?? 0, Utc(found.LastModified), found.ETag ?? "");

    private static DateTime Utc(DateTime? time) => time?.ToUniversalTime() ?? DateTime.UnixEpoch;

    private static bool IsCutOff(Exception error) =>
        error is IOException and not PathTooLongException or HttpRequestException;

    private static AWSCredentials Credentials(Func<string, string?> variable) =>
        variable("AWS_ACCESS_KEY_ID") is not { } key || variable("AWS_SECRET_ACCESS_KEY") is not { } secret
            ? new AnonymousAWSCredentials()
            : variable("AWS_SESSION_TOKEN") is { } token
                ? new SessionAWSCredentials(key, secret, token)
                : new BasicAWSCredentials(key, secret);
}

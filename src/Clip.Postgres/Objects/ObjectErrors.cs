using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace Clip.Postgres.Objects;

/// <summary>An object that cannot be read, where others may be.</summary>
internal sealed class ObjectException(string address, string problem, Exception? cause)
    : ClipException(address, problem, null, cause);

/// <summary>Says what an error of an object store means to its user.</summary>
internal static class ObjectErrors
{
    /// <summary>Whether an error comes from the store or the way to it.</summary>
    public static bool Is(Exception error, CancellationToken cancellationToken) =>
        error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Whether an error is about one object only, or the file that it is copied to.</summary>
    public static bool IsAboutObject(Exception error) => error switch
    {
        // What a service refuses of one object, such as one with a key of its own, says nothing of the others.
        AmazonS3Exception answer => (int)answer.StatusCode is >= 400 and < 500
            && answer.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
            && !RefusesCredentials(answer)
            && answer.ErrorCode is not ("NoSuchBucket" or "PermanentRedirect" or "AuthorizationHeaderMalformed"
                or "RequestTimeTooSkewed" or "SlowDown"),
        AmazonServiceException or AmazonClientException or HttpRequestException => false,
        IOException => true,
        _ => false,
    };

    /// <summary>Why, in one line.</summary>
    public static string Reason(Exception error) => error switch
    {
        AmazonS3Exception { ErrorCode: "InvalidObjectState" } =>
            "is archived: it has to be restored before it can be read",
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } => "may not be read with these credentials",
        AmazonS3Exception { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable } => "is empty",
        AmazonS3Exception answer => $"is refused by the object store: {(int)answer.StatusCode} {answer.ErrorCode}",
        PathTooLongException => "has a key that is too long for a file",
        EndOfStreamException or HttpIOException or IOException { InnerException: SocketException } =>
            "ends before its length",
        _ => $"cannot be read: {error.Message}",
    };

    public static ClipException From(string address, Exception error) => error switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new ClipException(
            address, "there is no such bucket", "check the name and the endpoint", error),
        AmazonS3Exception answer when RefusesCredentials(answer) => new ClipException(
            address, "the object store does not accept the credentials",
            "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN", error),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } => new ClipException(
            address, "the credentials may not list or read it",
            "give them the rights to list the bucket and to read its objects, or set AWS_ACCESS_KEY_ID and "
            + "AWS_SECRET_ACCESS_KEY", error),
        AmazonS3Exception { ErrorCode: "PermanentRedirect" or "AuthorizationHeaderMalformed" } => new ClipException(
            address, "the bucket is in another region", "set AWS_REGION", error),
        AmazonServiceException { ErrorCode: { Length: > 0 } code } other => new ClipException(
            address, $"the object store answers {(int)other.StatusCode} {code}", "try again later", error),
        _ => new ClipException(
            address, $"the object store cannot be reached: {Innermost(error).Message}",
            "check the endpoint, and that the service runs", error),
    };

    private static bool RefusesCredentials(AmazonS3Exception answer) =>
        answer.StatusCode == HttpStatusCode.Unauthorized
        || answer.ErrorCode is "SignatureDoesNotMatch" or "InvalidAccessKeyId" or "ExpiredToken" or "InvalidToken";

    private static Exception Innermost(Exception error)
    {
        while (error is not SocketException && error.InnerException is { } inner)
            error = inner;
        return error;
    }
}

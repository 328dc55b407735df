using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Clip.Hub;

/// <summary>A response whose body has not been read yet. Silence of the server ends reading.</summary>
/// <param name="response">The response; disposed with this object.</param>
/// <param name="subject">What was requested, for messages.</param>
/// <param name="linkedTag">The content's hash, as the hub stated it before a redirect.</param>
/// <param name="linkedSize">The content's size, as the hub stated it before a redirect.</param>
/// <param name="silenceLimit">How long to wait for further bytes.</param>
internal sealed partial class HubResponse(
    HttpResponseMessage response, string subject, string? linkedTag, long? linkedSize, TimeSpan silenceLimit)
    : IDisposable
{
    private Stream? _body;

    /// <summary>The SHA-256 that the hub announces for a large file, or null.</summary>
    public string? LinkedTag => linkedTag;

    /// <summary>The position of the body's first byte in the whole content.</summary>
    public long Start => response.StatusCode == HttpStatusCode.PartialContent
        ? response.Content.Headers.ContentRange?.From ?? -1
        : 0;

    /// <summary>The length of the whole content, where the server states it.</summary>
    public long? TotalSize => response.StatusCode == HttpStatusCode.PartialContent
        ? response.Content.Headers.ContentRange?.Length ?? linkedSize
        : response.Content.Headers.ContentLength ?? linkedSize;

    /// <summary>The version of the content, to request the rest of the same one.</summary>
    public EntityTagHeaderValue? EntityTag => response.Headers.ETag;

    /// <summary>The encoding of the body although none was requested; null where there is none.</summary>
    public string? Packing =>
        response.Content.Headers.ContentEncoding.FirstOrDefault(static coding => coding != "identity");

    /// <summary>Reads the next bytes of the body; 0 at its end.</summary>
    /// <exception cref="HubException">The connection broke or fell silent.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(silenceLimit);
        try
        {
            _body ??= await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            return await _body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw HubFailure.Silence(response.RequestMessage!.RequestUri!, subject, silenceLimit, error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new HubException(subject, "the connection broke", "try again; what has arrived is kept", error)
            {
                IsTransient = true,
            };
        }
    }

    /// <summary>The address of a list's next page, which must be on the same server; null at the end.</summary>
    public Uri? NextPage(Uri current)
    {
        var match = NextLink().Match(HubConnection.Header(response, "Link") ?? "");
        if (!match.Success)
            return null;
        var next = Uri.TryCreate(current, match.Groups[1].Value, out var address) ? address : null;
        return next?.GetLeftPart(UriPartial.Authority) == current.GetLeftPart(UriPartial.Authority)
            ? next
            : throw new HubException(
                subject, "the hub's list of files goes on at another server", "check HF_ENDPOINT");
    }

    public void Dispose() => response.Dispose();

    [GeneratedRegex("""<([^<>]+)>\s*;\s*rel="?next"?""")]
    private static partial Regex NextLink();
}

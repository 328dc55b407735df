using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Clip.Hub;

/// <summary>An answer whose body is still to be read. Silence of the server ends the reading.</summary>
/// <param name="response">The answer; disposed with this.</param>
/// <param name="subject">What was asked for, for messages.</param>
/// <param name="linkedTag">What the hub, before it redirected, said the content's hash is.</param>
/// <param name="linkedSize">What the hub, before it redirected, said the content's size is.</param>
/// <param name="silenceLimit">How long to wait for the next bytes.</param>
internal sealed partial class HubResponse(
    HttpResponseMessage response, string subject, string? linkedTag, long? linkedSize, TimeSpan silenceLimit) : IDisposable
{
    private Stream? _body;

    /// <summary>The SHA-256 that the hub announces for a large file, or null.</summary>
    public string? LinkedTag => linkedTag;

    /// <summary>Which byte of the whole the body begins at.</summary>
    public long Start => response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? -1 : 0;

    /// <summary>The length of the whole content, where the server states it.</summary>
    public long? TotalSize => response.StatusCode == HttpStatusCode.PartialContent
        ? response.Content.Headers.ContentRange?.Length ?? linkedSize
        : response.Content.Headers.ContentLength ?? linkedSize;

    /// <summary>The version of the content, to ask for the rest of the same one.</summary>
    public EntityTagHeaderValue? EntityTag => response.Headers.ETag;

    /// <summary>How the body is packed although it was asked for plain; null where it is plain.</summary>
    public string? Packing => response.Content.Headers.ContentEncoding.FirstOrDefault(static coding => coding != "identity");

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
            throw new HubException(subject, "the connection broke", "try again; what has arrived is kept", error) { IsTransient = true };
        }
    }

    /// <summary>The address that a paged list names as its next page. It must be on the same server.</summary>
    public Uri? NextPage(Uri current)
    {
        if (HubConnection.Header(response, "Link") is not { } link || NextLink().Match(link) is not { Success: true } match)
            return null;
        var next = Uri.TryCreate(current, match.Groups[1].Value, out var address) ? address : null;
        return next?.GetLeftPart(UriPartial.Authority) == current.GetLeftPart(UriPartial.Authority)
            ? next
            : throw new HubException(subject, "the hub's list of files goes on at another server", "check HF_ENDPOINT");
    }

    public void Dispose() => response.Dispose();

    [GeneratedRegex("""<([^<>]+)>\s*;\s*rel="?next"?""")]
    private static partial Regex NextLink();
}

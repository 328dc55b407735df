using System.IO.Compression;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Clip.Server.Bodies;

/// <summary>
/// The whole body of a request, decompressed, within the limits on its length before and after decompression. The
/// memory counts in the budget until the request has been answered.
/// </summary>
internal sealed class RequestBody(ClipServerOptions options, BodyBudget budget)
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Reads the body.</summary>
    /// <exception cref="RequestException">
    /// It is too large, is compressed in an unknown way, or is not what its encoding says.
    /// </exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > options.MaxBodyBytes)
            throw TooLarge();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxBodyBytes;
        var source = request.Body;
        foreach (var encoding in Encodings(request).Reverse())
            source = Decompress(source, encoding);
        try
        {
            return await ReadAsync(source, context).ConfigureAwait(false);
        }
        catch (Exception error) when (
            // Brotli's stream says it in its own way.
            error is InvalidDataException || (error is InvalidOperationException && source != request.Body))
        {
            throw new RequestException(400, "The request's body is not compressed as its Content-Encoding says.");
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(Stream source, HttpContext context)
    {
        var lease = new Lease(budget);
        context.Response.RegisterForDispose(lease);
        // A declared length is believed only as far as bytes arrive.
        using var content = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, BlockBytes));
        var block = new byte[BlockBytes];
        int count;
        while ((count = await source.ReadAsync(block, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (content.Length + count > options.MaxBodyBytes)
                throw TooLarge();
            lease.Take(count);
            content.Write(block, 0, count);
        }
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static IEnumerable<string> Encodings(HttpRequest request) => request.Headers.ContentEncoding
        .SelectMany(static value => (value ?? "").Split(','))
        .Select(static value => value.Trim().ToLowerInvariant())
        .Where(static value => value is not ("" or "identity"));

    private static Stream Decompress(Stream source, string encoding) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(source, CompressionMode.Decompress),
        "deflate" => new ZLibStream(source, CompressionMode.Decompress),
        "br" => new BrotliStream(source, CompressionMode.Decompress),
        _ => throw new RequestException(
            415, "The request's Content-Encoding is not supported; send gzip, deflate, br or none."),
    };

    private RequestException TooLarge() =>
        RequestException.TooLarge($"The request's body is larger than {options.MaxBodyBytes:N0} bytes.");

    private sealed class Lease(BodyBudget budget) : IDisposable
    {
        private long _bytes;

        public void Take(int bytes)
        {
            budget.Take(bytes);
            _bytes += bytes;
        }

        public void Dispose() => budget.Return(Interlocked.Exchange(ref _bytes, 0));
    }
}

using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.Fetching;

/// <summary>The files of pictures that requests hold or name.</summary>
internal sealed class PictureContent(PictureFetcher fetcher)
{
    /// <summary>The file of a picture.</summary>
    /// <param name="text">Base64, a data URL, or an http(s) address.</param>
    /// <param name="name">What errors call the member of the request.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="RequestException">It is none of them, or cannot be fetched.</exception>
    public async Task<byte[]> ReadAsync(string text, string name, CancellationToken cancellationToken) =>
        PictureText.IsAddress(text)
            ? await fetcher.FetchAsync(text, name, cancellationToken).ConfigureAwait(false)
            : PictureText.Decode(text, name);
}

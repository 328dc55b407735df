using Clip.Images;
using Clip.Images.Preprocessing;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>A picture as a user names it: a path, <c>-</c> for standard input, or an http(s) URL.</summary>
internal static class PictureInput
{
    private const string StandardInput = "-";
    private const int MaxDownload = 256 << 20;
    private static readonly TimeSpan DownloadTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Whether a bare argument means a picture. Everything else is a text.</summary>
    public static bool IsPicture(string argument) => argument == StandardInput || IsUrl(argument) || File.Exists(argument);

    /// <summary>The picture's unit vector, decoded exactly.</summary>
    /// <exception cref="PictureException">The picture cannot be had or read.</exception>
    public static async Task<float[]> EncodeAsync(ClipModel model, string input, CancellationToken cancellationToken)
    {
        using var picture = await DecodeAsync(model.Images.Preprocessor, input, cancellationToken).ConfigureAwait(false);
        return model.Images.Encode(picture, cancellationToken);
    }

    /// <summary>The decoded picture.</summary>
    /// <exception cref="PictureException">The picture cannot be had or read.</exception>
    public static async Task<Picture> DecodeAsync(ImagePreprocessor preprocessor, string input, CancellationToken cancellationToken)
    {
        if (input == StandardInput)
            return preprocessor.Decode(await ReadStandardInputAsync(cancellationToken).ConfigureAwait(false), "standard input", DecodeMode.Exact, cancellationToken);
        if (IsUrl(input))
            return preprocessor.Decode(await DownloadAsync(input, cancellationToken).ConfigureAwait(false), input, DecodeMode.Exact, cancellationToken);
        if (input.Length == 0)
            throw new PictureException("\"\"", "names no picture", "give a path, a URL, or - for standard input");
        return preprocessor.Decode(input, DecodeMode.Exact, cancellationToken);
    }

    private static bool IsUrl(string input) =>
        input.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || input.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static async Task<byte[]> ReadStandardInputAsync(CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[1 << 16];
        while (await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxDownload)
                throw new PictureException("standard input", $"is larger than {MaxDownload >> 20} MB", "give the picture as a file");
        }
        return content.ToArray();
    }

    private static async Task<byte[]> DownloadAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient { Timeout = DownloadTimeout, MaxResponseContentBufferSize = MaxDownload };
            client.DefaultRequestHeaders.UserAgent.ParseAdd("clipsearch/" + typeof(PictureInput).Assembly.GetName().Version!.ToString(3));
            return await client.GetByteArrayAsync(url, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or UriFormatException or InvalidOperationException)
        {
            throw new PictureException(url, $"cannot be downloaded ({error.Message})", "check the address, or give a file", error);
        }
        catch (TaskCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureException(url, $"did not answer within {DownloadTimeout.TotalSeconds:0} seconds", "try again, or give a file", error);
        }
    }
}

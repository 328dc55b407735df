using Clip.Cli.Output;
using Clip.Images.Preprocessing;

namespace Clip.Cli.Inputs;

/// <summary>A picture as a user names it: a path, <c>-</c> for standard input, or an http(s) URL.</summary>
internal static class PictureInput
{
    private const string StandardInput = "-";
    private const int MaxBytes = 256 << 20;
    private static readonly TimeSpan DownloadTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The picture that a bare argument names, or null: everything else is a text.</summary>
    public static PictureSource? Find(string argument) => IsPicture(argument) ? SourceOf(argument) : null;

    /// <summary>Whether a bare argument names a picture.</summary>
    public static bool IsPicture(string argument) =>
        argument == StandardInput || IsUrl(argument) || File.Exists(argument);

    /// <summary>Where a picture comes from. Nothing is read yet.</summary>
    /// <exception cref="PictureException">The name is empty, or none that a file can have.</exception>
    public static PictureSource SourceOf(string input)
    {
        if (input == StandardInput)
            return PictureSource.FromReader("standard input", ReadStandardInputAsync);
        if (IsUrl(input))
            return PictureSource.FromReader(input, cancellationToken => DownloadAsync(input, cancellationToken));
        if (input.Length == 0)
            throw new PictureException("\"\"", "names no picture", "give a path, a URL, or - for standard input");
        if (input.Contains('\0', StringComparison.Ordinal))
            throw new PictureException(Plain.OneLine(input), "is no path: it holds a zero character", "give the path");
        return PictureSource.FromFile(input);
    }

    /// <summary>The picture's unit vector, decoded exactly.</summary>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    public static async Task<float[]> EncodeAsync(ClipModel model, string input, CancellationToken cancellationToken)
    {
        using var picture = await DecodeAsync(model.Image.Preprocessor, input, cancellationToken)
            .ConfigureAwait(false);
        return model.Image.Encode(picture, SourceOf(input).Name, cancellationToken);
    }

    /// <summary>The decoded picture.</summary>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    public static async Task<Picture> DecodeAsync(
        ImagePreprocessor preprocessor, string input, CancellationToken cancellationToken)
    {
        return await SourceOf(input).DecodeAsync(preprocessor, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsUrl(string input) =>
        input.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || input.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static async Task<ReadOnlyMemory<byte>> ReadStandardInputAsync(CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[1 << 16];
        int count;
        while ((count = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxBytes)
            {
                throw new PictureException(
                    "standard input", $"is larger than {MaxBytes >> 20} MB", "give the picture as a file");
            }
        }
        return content.ToArray();
    }

    private static async Task<ReadOnlyMemory<byte>> DownloadAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient
            {
                Timeout = DownloadTimeout,
                MaxResponseContentBufferSize = MaxBytes,
            };
            var version = typeof(PictureInput).Assembly.GetName().Version!.ToString(3);
            client.DefaultRequestHeaders.UserAgent.ParseAdd("clipsearch/" + version);
            return await client.GetByteArrayAsync(url, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or UriFormatException or InvalidOperationException)
        {
            throw new PictureException(
                url, $"cannot be downloaded ({error.Message})", "check the address, or give a file", error);
        }
        catch (TaskCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureException(
                url, $"did not answer within {DownloadTimeout.TotalSeconds:0} seconds", "try again, or give a file",
                error);
        }
    }
}

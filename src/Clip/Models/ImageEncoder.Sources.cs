using Clip.Images;
using Clip.Models;

namespace Clip;

/// <summary>Pictures from wherever they are.</summary>
public sealed partial class ImageEncoder
{
    private const string InMemory = "the picture";

    /// <summary>The unit vector of one picture file in memory, decoded exactly.</summary>
    /// <param name="file">The whole content of the file; its content decides its format.</param>
    /// <param name="name">What errors call the picture; null for "the picture".</param>
    /// <param name="cancellationToken">Stops the decoding, and inside the graph.</param>
    /// <returns><see cref="Dimensions"/> numbers.</returns>
    /// <exception cref="PictureException">
    /// The content is not a picture, damaged or beyond the limits, or the model computes no usable embedding of it.
    /// </exception>
    /// <exception cref="ModelException">The graph cannot be loaded or run.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] Encode(
        ReadOnlySpan<byte> file, string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= InMemory;
        using var picture = Preprocessor.Decode(file, name, DecodeMode.Exact, cancellationToken);
        return Encode(picture, name, cancellationToken);
    }

    /// <summary>The unit vector of one picture file in a stream, decoded exactly.</summary>
    /// <param name="stream">The content, read from its position to its end and not disposed.</param>
    /// <param name="name">What errors call the picture; null for "the picture".</param>
    /// <param name="cancellationToken">Stops between reads, in the decoding, and inside the graph.</param>
    /// <returns><see cref="Dimensions"/> numbers.</returns>
    /// <inheritdoc cref="Encode(ReadOnlySpan{byte}, string?, CancellationToken)" path="/exception"/>
    public float[] Encode(Stream stream, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        name ??= InMemory;
        var content = PictureStream.Read(stream, name, Preprocessor.Limits, cancellationToken);
        return Encode(content.Span, name, cancellationToken);
    }

    /// <summary>
    /// The unit vector of one picture file in a stream, such as an upload. Reads it asynchronously, then decodes and
    /// encodes it on the thread pool.
    /// </summary>
    /// <inheritdoc cref="Encode(Stream, string?, CancellationToken)"/>
    public Task<float[]> EncodeAsync(
        Stream stream, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return EncodeAsync(stream, name ?? InMemory);

        async Task<float[]> EncodeAsync(Stream source, string called)
        {
            var content = await PictureStream.ReadAsync(source, called, Preprocessor.Limits, cancellationToken)
                .ConfigureAwait(false);
            return await Task.Run(() => Encode(content.Span, called, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The unit vector of one picture file in memory. Decodes and encodes it on the thread pool.</summary>
    /// <param name="file">The whole content of the file, which must not change before the task ends.</param>
    /// <param name="name">What errors call the picture; null for "the picture".</param>
    /// <param name="cancellationToken">Stops the decoding, and inside the graph.</param>
    /// <returns><see cref="Dimensions"/> numbers.</returns>
    /// <inheritdoc cref="Encode(ReadOnlySpan{byte}, string?, CancellationToken)" path="/exception"/>
    public Task<float[]> EncodeAsync(
        ReadOnlyMemory<byte> file, string? name = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Encode(file.Span, name, cancellationToken), cancellationToken);

    /// <summary>
    /// The unit vector of pixels that the caller has, such as a frame of a camera. They are not copied; only the rows
    /// and columns that the model sees are read.
    /// </summary>
    /// <param name="pixels">
    /// The rows of the upright picture, the first one first: (height − 1) × stride bytes and those of the last row.
    /// </param>
    /// <param name="width">The pixels per row, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="format">The channels of a pixel, 8 bits each; alpha is composited over white.</param>
    /// <param name="stride">
    /// The bytes from one row to the next, at least those of a row; 0 for rows without gaps.
    /// </param>
    /// <param name="cancellationToken">Stops inside the graph.</param>
    /// <returns><see cref="Dimensions"/> numbers.</returns>
    /// <exception cref="ArgumentException">The memory is shorter than the size says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is less than 1, the stride is too small, or there is no such format.
    /// </exception>
    /// <exception cref="ModelException">
    /// The graph cannot be loaded or run, or computes no usable embedding of the picture.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] EncodePixels(
        ReadOnlySpan<byte> pixels, int width, int height, PixelFormat format = PixelFormat.Rgb, int stride = 0,
        CancellationToken cancellationToken = default)
    {
        using var batch = CreateBatch(1);
        Write(batch, 0, pixels, width, height, format, stride);
        var vector = new float[Dimensions];
        return EncodeEach(batch, 1, vector, cancellationToken).Count == 0
            ? vector
            : throw ModelException.UselessEmbedding(_graph.Path, InMemory);
    }

    /// <summary>Writes pixels into a slot of a batch.</summary>
    /// <inheritdoc cref="EncodePixels" path="/param"/>
    internal unsafe void Write(
        ImageBatch batch, int slot, ReadOnlySpan<byte> pixels, int width, int height, PixelFormat format, int stride)
    {
        var layout = PixelLayout.Of(format);
        var actualStride = layout.StrideOf(pixels.Length, width, height, stride);
        fixed (byte* first = pixels)
        {
            // The batch gets a copy of what the model sees, so that nothing reads the pixels after this block.
            var decoded = new DecodedPixels(
                (nint)first, width, height, layout, exifOrientation: 1, NoOwner.Instance, actualStride);
            using var picture = new Picture(null, width, height, decoded, null);
            batch.Write(slot, picture);
        }
    }

    /// <summary>
    /// The unit vectors of many picture files, on all cores: decoders prepare pictures for the encoder as the indexer
    /// does, much faster than one by one.
    /// </summary>
    /// <param name="paths">The files; named while others are encoded, on other threads than the caller's.</param>
    /// <param name="options">How to decode; null for the defaults.</param>
    /// <param name="progress">Receives the number of results so far, one call at a time.</param>
    /// <param name="cancellationToken">Stops the enumeration. So does leaving the loop.</param>
    /// <returns>
    /// One result per path, each as soon as it is there and therefore in any order: see
    /// <see cref="EncodedImage.Index"/>. A file that cannot be encoded is a result with an
    /// <see cref="EncodedImage.Error"/>. Memory does not grow with the number of files. Nothing happens before the
    /// enumeration begins.
    /// </returns>
    /// <exception cref="ModelException">The graph cannot be loaded or run.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example><code>
    /// await foreach (var image in model.Image.EncodeAsync(Directory.EnumerateFiles("photos")))
    ///     Console.WriteLine(image.Error?.Message ?? $"{image.Path}: {image.Embedding.Length} numbers");
    /// </code></example>
    public IAsyncEnumerable<EncodedImage> EncodeAsync(
        IEnumerable<string> paths, ImageBatchOptions? options = null, IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return EncodeAsync(paths.ToAsyncEnumerable(), options, progress, cancellationToken);
    }

    /// <inheritdoc cref="EncodeAsync(IEnumerable{string}, ImageBatchOptions?, IProgress{int}?, CancellationToken)"/>
    public IAsyncEnumerable<EncodedImage> EncodeAsync(
        IAsyncEnumerable<string> paths, ImageBatchOptions? options = null, IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new ImageStream(this, options?.Decode ?? DecodeMode.Exact).RunAsync(paths, progress, cancellationToken);
    }

    /// <summary>Decodes a picture file, to encode it more than once or with several models.</summary>
    /// <param name="path">The file; its content decides its format. A pipe is read to its end.</param>
    /// <param name="mode">Whether the decoder may shrink the picture towards the size that this model takes.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="PictureException">
    /// The file is missing, unreadable, not a picture, damaged or beyond the limits.
    /// </exception>
    public Picture Decode(
        string path, DecodeMode mode = DecodeMode.Exact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Preprocessor.Decode(path, mode, cancellationToken);
    }

    /// <summary>Decodes a picture file in memory, to encode it more than once or with several models.</summary>
    /// <param name="file">The whole content of the file.</param>
    /// <param name="name">What errors call the picture; null for "the picture".</param>
    /// <param name="mode">Whether the decoder may shrink the picture towards the size that this model takes.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="PictureException">The content is not a picture, damaged or beyond the limits.</exception>
    public Picture Decode(
        ReadOnlySpan<byte> file, string? name = null, DecodeMode mode = DecodeMode.Exact,
        CancellationToken cancellationToken = default) =>
        Preprocessor.Decode(file, name ?? InMemory, mode, cancellationToken);

    /// <summary>Pixels that are pinned by the caller.</summary>
    private sealed class NoOwner : IDisposable
    {
        public static NoOwner Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}

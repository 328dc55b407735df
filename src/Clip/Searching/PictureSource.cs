using Clip.Files;
using Clip.Images;
using Clip.Images.Preprocessing;
using Clip.Searching;

namespace Clip;

/// <summary>Where the picture of a query comes from. Nothing is read before the query is encoded.</summary>
/// <remarks>
/// Immutable. Two file sources with the same path are equal, and so are two sources of one indexed file.
/// </remarks>
public abstract record PictureSource
{
    private PictureSource(string name) => Name = name;

    /// <summary>What errors call the picture: its path, its address or the name that it was given.</summary>
    public string Name { get; }

    /// <summary>
    /// A picture file. If the index holds it unchanged, its stored vector is used and the file is not decoded.
    /// </summary>
    /// <param name="path">The file's path.</param>
    public static PictureSource FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new FileSource(path);
    }

    /// <summary>A picture that the index holds. Its stored vector is used; the file need not exist any more.</summary>
    /// <param name="relativePath">The path as in <see cref="FileRecord.Path"/>.</param>
    public static PictureSource FromIndex(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return new IndexedSource(relativePath);
    }

    /// <summary>A picture file's content in memory. It is decoded even if the index holds the same content.</summary>
    /// <param name="content">The whole file. Must not change until the query is answered.</param>
    /// <param name="name">What errors call the picture.</param>
    public static PictureSource FromBytes(ReadOnlyMemory<byte> content, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new ContentSource(name, (_, _) => Task.FromResult(content));
    }

    /// <summary>
    /// A picture file's content in a stream, read to its end when the query is encoded and not disposed.
    /// </summary>
    /// <param name="stream">The stream. One query can read it once.</param>
    /// <param name="name">What errors call the picture.</param>
    public static PictureSource FromStream(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return new ContentSource(name, (limits, cancellationToken) =>
            PictureStream.ReadAsync(stream, name, limits, cancellationToken));
    }

    /// <summary>
    /// A picture whose embedding the caller has, such as one that was encoded together with others. It can be searched
    /// with, but not decoded.
    /// </summary>
    /// <param name="vector">A unit vector of the model's dimension.</param>
    /// <param name="name">What errors call the picture.</param>
    public static PictureSource FromVector(ReadOnlyMemory<float> vector, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new EncodedSource(name, vector, Path: null);
    }

    /// <summary>
    /// A picture file whose embedding the caller has; a search for similar pictures leaves out the very file.
    /// </summary>
    /// <param name="path">The file's full path; it need not exist any more.</param>
    /// <param name="vector">A unit vector of the model's dimension.</param>
    internal static PictureSource FromEncodedFile(string path, ReadOnlyMemory<float> vector) =>
        new EncodedSource(path, vector, path);

    /// <summary>A picture that the caller fetches when the query is encoded, such as a download.</summary>
    /// <param name="name">What errors call the picture.</param>
    /// <param name="read">
    /// Fetches the whole file's content; a <see cref="PictureException"/> says why it cannot.
    /// </param>
    public static PictureSource FromReader(string name, Func<CancellationToken, Task<ReadOnlyMemory<byte>>> read)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(read);
        return new ContentSource(name, (_, cancellationToken) => read(cancellationToken));
    }

    /// <summary>The picture's unit vector, decoded exactly unless the caller gave it. No index is read.</summary>
    /// <param name="model">The model to encode with.</param>
    /// <param name="cancellationToken">Stops the reading, decoding and encoding.</param>
    /// <exception cref="PictureException">The picture cannot be fetched, decoded or encoded.</exception>
    /// <exception cref="SearchException">
    /// The picture is to come from an index, or the vector that the caller gave cannot be used.
    /// </exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public async Task<float[]> EncodeAsync(ClipModel model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (this is EncodedSource encoded)
            return QueryVector.Usable(encoded.Vector, model.Dimensions);
        using var picture = await DecodeAsync(model.Image.Preprocessor, cancellationToken).ConfigureAwait(false);
        return model.Image.Encode(picture, Name, cancellationToken);
    }

    /// <summary>The picture, decoded exactly. No index is read.</summary>
    /// <param name="preprocessor">The preprocessor of the model, which sets the limits of a picture.</param>
    /// <param name="cancellationToken">Stops the reading and decoding.</param>
    /// <returns>The picture, which the caller disposes of.</returns>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <exception cref="SearchException">The picture is to come from an index.</exception>
    /// <exception cref="InvalidOperationException">Only the picture's embedding is known.</exception>
    internal async Task<Picture> DecodeAsync(
        ImagePreprocessor preprocessor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(preprocessor);
        return await DecodeCoreAsync(preprocessor, cancellationToken).ConfigureAwait(false);
    }

    private protected abstract Task<Picture> DecodeCoreAsync(
        ImagePreprocessor preprocessor, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    internal sealed record FileSource(string Path) : PictureSource(Path)
    {
        private protected override async Task<Picture> DecodeCoreAsync(
            ImagePreprocessor preprocessor, CancellationToken cancellationToken)
        {
            if (Path.Length == 0)
                throw new PictureException("\"\"", "names no picture", "give a path");
            if (!StreamedFile.Is(Path) || Open(Path) is not { } pipe)
                return preprocessor.Decode(Path, DecodeMode.Exact, cancellationToken);
            await using (pipe)
            {
                var content = await PictureStream.ReadAsync(pipe, Path, preprocessor.Limits, cancellationToken)
                    .ConfigureAwait(false);
                return preprocessor.Decode(content.Span, Path, DecodeMode.Exact, cancellationToken);
            }
        }

        /// <summary>Opens what can be read only once, or returns null.</summary>
        private static FileStream? Open(string path)
        {
            try
            {
                var file = File.OpenRead(path);
                if (!file.CanSeek)
                    return file;
                file.Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The preprocessor says what is wrong with it.
            }
            return null;
        }
    }

    internal sealed record IndexedSource(string Path) : PictureSource(Path)
    {
        private protected override Task<Picture> DecodeCoreAsync(
            ImagePreprocessor preprocessor, CancellationToken cancellationToken) =>
            throw SearchException.NotIndexed(Path);
    }

    internal sealed record EncodedSource(string Label, ReadOnlyMemory<float> Vector, string? Path)
        : PictureSource(Label)
    {
        private protected override Task<Picture> DecodeCoreAsync(
            ImagePreprocessor preprocessor, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Only the picture's embedding is known.");
    }

    internal sealed record ContentSource(
        string Label, Func<PictureLimits, CancellationToken, Task<ReadOnlyMemory<byte>>> Read) : PictureSource(Label)
    {
        private protected override async Task<Picture> DecodeCoreAsync(
            ImagePreprocessor preprocessor, CancellationToken cancellationToken)
        {
            var content = await Read(preprocessor.Limits, cancellationToken).ConfigureAwait(false);
            return preprocessor.Decode(content.Span, Name, DecodeMode.Exact, cancellationToken);
        }
    }
}

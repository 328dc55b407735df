using Clip.Images;
using Clip.Images.Preprocessing;

namespace Clip.Server.Batching;

/// <summary>
/// A picture to encode: the content of a file, or a file of this machine, which is read when its turn comes.
/// </summary>
internal readonly record struct PictureItem
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly string? _path;

    /// <param name="content">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    public PictureItem(ReadOnlyMemory<byte> content, string name) => (_content, Name) = (content, name);

    private PictureItem(string path) => (_path, Name) = (path, path);

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>A file of this machine.</summary>
    /// <param name="path">Its path.</param>
    public static PictureItem OfFile(string path) => new(path);

    /// <summary>Decodes it exactly.</summary>
    /// <exception cref="PictureException">It cannot be read or decoded, or is larger than the limits.</exception>
    public Picture Decode(ImagePreprocessor preprocessor, CancellationToken cancellationToken)
    {
        if (_path is null)
            return preprocessor.Decode(_content.Span, Name, DecodeMode.Exact, cancellationToken);
        // Nobody else's picture waits for what a pipe may bring.
        using var file = PictureBytes.Read(
            _path, preprocessor.Limits, preprocessor.Memory, readsPipes: false, cancellationToken);
        return preprocessor.Decode(file.Bytes, Name, DecodeMode.Exact, cancellationToken);
    }
}

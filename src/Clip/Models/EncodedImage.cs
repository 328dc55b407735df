namespace Clip;

/// <summary>
/// The result for one of many pictures: an embedding, or the reason why there is none. One bad file does not end the
/// others.
/// </summary>
/// <param name="Index">The position of the path among those that were given, from 0.</param>
/// <param name="Path">The path as it was given.</param>
public sealed record EncodedImage(int Index, string Path)
{
    /// <summary>
    /// The unit vector, <see cref="ImageEncoder.Dimensions"/> numbers that belong to the caller; empty if there is an
    /// <see cref="Error"/>.
    /// </summary>
    public ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>The width of the upright picture, in pixels; 0 if it could not be decoded.</summary>
    public int Width { get; init; }

    /// <summary>The height of the upright picture, in pixels; 0 if it could not be decoded.</summary>
    public int Height { get; init; }

    /// <summary>Why the file has no embedding; null if it has one.</summary>
    public PictureException? Error { get; init; }
}

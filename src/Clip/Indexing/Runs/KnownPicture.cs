namespace Clip.Indexing.Runs;

/// <summary>
/// A picture that the index already holds: enough to store another file with the same content without decoding it.
/// </summary>
internal sealed record KnownPicture(int Width, int Height, float[] Vector);

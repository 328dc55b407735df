using Clip.Files;

namespace Clip.Interchange.Rows;

/// <summary>Tells paths of pictures from other texts that could name rows.</summary>
internal static class RowPaths
{
    /// <summary>Whether a text looks like the path of a file.</summary>
    public static bool IsLikely(string text) =>
        text.AsSpan().IndexOfAny('/', '\\') >= 0 || PictureFileName.HasPictureExtension(text);
}

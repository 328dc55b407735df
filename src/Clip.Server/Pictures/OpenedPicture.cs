using Clip.Files;

namespace Clip.Server.Pictures;

/// <summary>A picture's file while it is read.</summary>
/// <param name="path">The file.</param>
/// <param name="copy">The folder of a copy, which goes with it; null for the picture's own file.</param>
internal sealed class OpenedPicture(string path, string? copy = null) : IDisposable
{
    /// <summary>The file.</summary>
    public string Path => path;

    public void Dispose()
    {
        if (copy is null)
            return;
        try
        {
            Directory.Delete(copy, recursive: true);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // It goes with the folder of all copies.
        }
    }
}

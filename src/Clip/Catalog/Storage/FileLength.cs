namespace Clip.Catalog.Storage;

/// <summary>Sizes of files.</summary>
internal static class FileLength
{
    /// <summary>The length of a file, or 0 where there is none.</summary>
    public static long Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}

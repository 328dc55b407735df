using Microsoft.Win32.SafeHandles;

namespace Clip.Catalog.Storage;

/// <summary>Opens a file of codes, or creates it.</summary>
internal static class CodeFileOpening
{
    private const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Opens a file; null where a reader finds none of this header, or a writer cannot create one.</summary>
    public static SafeFileHandle? TryOpen(string path, VectorFileHeader header, bool isWritable)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(
                path, isWritable ? FileMode.OpenOrCreate : FileMode.Open,
                isWritable ? FileAccess.ReadWrite : FileAccess.Read, Everything);
            Span<byte> page = stackalloc byte[VectorFileHeader.Size];
            if (header.Mismatch(page[..RandomAccess.Read(file, page, 0)]) is null)
                return file;
            if (!isWritable)
            {
                file.Dispose();
                return null;
            }
            // Another process may have the old file mapped: it is replaced, not truncated.
            if (RandomAccess.GetLength(file) > 0)
            {
                file.Dispose();
                File.Delete(path);
                file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, Everything);
            }
            header.Write(page);
            RandomAccess.Write(file, page, 0);
            return file;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return null;
        }
    }
}

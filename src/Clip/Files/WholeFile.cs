using Microsoft.Win32.SafeHandles;

namespace Clip.Files;

/// <summary>Reads until the buffer is full: one system call may return fewer bytes than requested.</summary>
internal static class WholeFile
{
    /// <summary>Fills a buffer with a file's content from an offset on.</summary>
    /// <returns>The number of bytes read; less than the buffer's length only at the end of the file.</returns>
    public static int Fill(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = RandomAccess.Read(file, buffer[filled..], offset + filled);
            if (read == 0)
                break;
            filled += read;
        }
        return filled;
    }
}

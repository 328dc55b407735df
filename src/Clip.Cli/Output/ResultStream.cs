using Microsoft.Win32.SafeHandles;

namespace Clip.Cli.Output;

/// <summary>The reader of standard output has gone away.</summary>
internal sealed class BrokenPipeException(Exception cause) : Exception("standard output was closed", cause);

/// <summary>
/// Standard output that reports when its reader has gone away. .NET's own stream ignores that, and a command whose
/// output goes to <c>head</c> would go on computing results that nobody reads.
/// </summary>
internal sealed class ResultStream : IDisposable
{
    private const int BrokenPipe = 32; // EPIPE, the same number on Linux and macOS

    private readonly Lazy<Stream> _stream = new(Open);

    /// <summary>Writes all bytes without buffering.</summary>
    /// <exception cref="BrokenPipeException">The reader has gone away.</exception>
    /// <exception cref="ClipException">The bytes cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        try
        {
            _stream.Value.Write(bytes);
            _stream.Value.Flush();
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            throw new BrokenPipeException(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(
                "standard output", $"cannot be written ({error.Message.TrimEnd('.')})",
                "check the disk or the program that reads it", error);
        }
    }

    public void Dispose()
    {
        if (_stream.IsValueCreated)
            _stream.Value.Dispose();
    }

    private static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        FileStream? file = null;
        try
        {
            // On a pipe this is a plain write(2). Files are left to .NET's stream, which moves the shared file position
            // as ">>" and "(a; b) > file" require.
            file = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!file.CanSeek)
                return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Closed (">&-") or of an unusual kind.
        }
        file?.Dispose();
        return Console.OpenStandardOutput();
    }
}

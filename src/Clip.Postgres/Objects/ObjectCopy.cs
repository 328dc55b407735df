namespace Clip.Postgres.Objects;

/// <summary>
/// Writes what is read of an object into a file, and tells errors of the one from those of the other: an object may be
/// cut off where the next one is whole, but where the disk is full, none can be copied.
/// </summary>
internal static class ObjectCopy
{
    private const int BufferLength = 64 << 10;

    /// <summary>Copies a stream into a new file.</summary>
    /// <returns>How many bytes were copied.</returns>
    /// <exception cref="IOException">The stream ends too early.</exception>
    /// <exception cref="ClipException">The file cannot be written.</exception>
    public static async Task<long> WriteAsync(Stream from, string file, CancellationToken cancellationToken)
    {
        await using var copy = Open(file);
        var buffer = new byte[BufferLength];
        var length = 0L;
        while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            try
            {
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw CannotWrite(file, error);
            }
            length += read;
        }
        return length;
    }

    /// <summary>The error that no copy can be written.</summary>
    public static ClipException CannotWrite(string path, Exception error) => new(
        path, $"cannot be written ({error.Message.TrimEnd('.')})",
        "make room there, or set TMPDIR to a folder on another disk", error);

    private static FileStream Open(string file)
    {
        try
        {
            // Without a buffer, no write is left for the end.
            return new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
        }
        catch (Exception error) when (error is IOException and not PathTooLongException or UnauthorizedAccessException)
        {
            throw CannotWrite(file, error);
        }
    }
}

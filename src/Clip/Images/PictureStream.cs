namespace Clip.Images;

/// <summary>Reads a picture file's content from a stream, within the limits of a picture.</summary>
internal static class PictureStream
{
    private const int BlockBytes = 1 << 16;

    /// <exception cref="PictureException">The stream cannot be read or holds more than the limits allow.</exception>
    public static Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream, string name, PictureLimits limits, CancellationToken cancellationToken) =>
        ReadAsync(block => stream.ReadAsync(block, cancellationToken), name, limits);

    /// <exception cref="PictureException">The stream cannot be read or holds more than the limits allow.</exception>
    public static ReadOnlyMemory<byte> Read(
        Stream stream, string name, PictureLimits limits, CancellationToken cancellationToken)
    {
        // Every read has ended when it returns, and so has the task.
        return ReadAsync(
            block =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return ValueTask.FromResult(stream.Read(block.Span));
            },
            name, limits).GetAwaiter().GetResult();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Func<Memory<byte>, ValueTask<int>> read, string name, PictureLimits limits)
    {
        var limit = Math.Min(limits.MaxFileBytes, Array.MaxLength);
        var block = new byte[BlockBytes];
        using var content = new MemoryStream();
        try
        {
            int count;
            while ((count = await read(block).ConfigureAwait(false)) > 0)
            {
                if (content.Length + count > limit)
                    throw new PictureException(name, $"is larger than {limit:N0} bytes", "use a smaller picture");
                content.Write(block, 0, count);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PictureException(name, $"cannot be read ({error.Message.TrimEnd('.')})", null, error);
        }
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}

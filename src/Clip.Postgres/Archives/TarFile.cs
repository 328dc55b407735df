using System.Globalization;
using System.IO.Hashing;
using Clip.Files;
using Clip.Postgres.Objects;

namespace Clip.Postgres.Archives;

/// <summary>
/// A tar archive that is open. Members are read where they lie. Thread-safe, but for the reading of headers.
/// </summary>
internal sealed class TarFile : IDisposable
{
    private readonly FileStream _stream;

    private TarFile(string path, FileStream stream)
    {
        Path = path;
        _stream = stream;
        Length = stream.Length;
        ModifiedUtcTicks = File.GetLastWriteTimeUtc(stream.SafeFileHandle).Ticks;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>When it was last written.</summary>
    public long ModifiedUtcTicks { get; }

    /// <summary>
    /// What identifies the content of its members, as long as the archive is not written: stands where a file has its
    /// change time, and is never 0.
    /// </summary>
    public FileIdentity Identity => new((long)(XxHash3.HashToUInt64(BitConverter.GetBytes(
        (UInt128)(ulong)Length << 64 | (ulong)ModifiedUtcTicks)) >> 1) | 1, 0);

    /// <summary>Opens an archive.</summary>
    /// <exception cref="ClipException">It cannot be read.</exception>
    public static TarFile Open(string path)
    {
        try
        {
            // A pipe would wait for somebody to write.
            if (FileStat.Of(RealPath.Resolve(path) ?? path) is { Kind: not FileKind.Regular })
                throw new ClipException(path, "is no tar archive", "check the file");
            return new TarFile(
                path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(path, error);
        }
    }

    /// <summary>Reads what it holds.</summary>
    /// <exception cref="ClipException">It cannot be read.</exception>
    public TarContents ReadContents(CancellationToken cancellationToken)
    {
        try
        {
            return TarContents.Read(Path, _stream, cancellationToken);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(Path, error);
        }
    }

    /// <summary>Copies a member into a file.</summary>
    /// <exception cref="IOException">The archive ends too early or cannot be read.</exception>
    /// <exception cref="ClipException">The file cannot be written.</exception>
    public async Task CopyAsync(TarMember member, string file, CancellationToken cancellationToken)
    {
        var at = 0L;
        await ObjectCopy.WriteAsync(
            async (buffer, stop) =>
            {
                var read = await RandomAccess.ReadAsync(
                    _stream.SafeFileHandle, Limit(buffer, member.Size - at), member.Offset + at, stop)
                    .ConfigureAwait(false);
                at += read;
                return read;
            },
            file, cancellationToken).ConfigureAwait(false);
        if (at != member.Size)
            throw new EndOfStreamException("ends before its length");
        File.SetLastWriteTimeUtc(file, new DateTime(member.ModifiedUtcTicks, DateTimeKind.Utc));
    }

    /// <summary>The hash of a member's content, as <see cref="ContentHash"/> has it of a file.</summary>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    public UInt128 HashOf(TarMember member)
    {
        var (hash, length) = ContentHash.OfPart(_stream.SafeFileHandle, member.Offset, member.Size);
        return length == member.Size ? hash : throw new EndOfStreamException("ends before its length");
    }

    /// <summary>The signature of a picture's sidecars in the archive, by their content; empty if it has none.</summary>
    /// <param name="contents">What the archive holds.</param>
    /// <param name="picture">The picture.</param>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    public string SidecarSignatureOf(TarContents contents, string picture)
    {
        var start = picture.LastIndexOf('/') + 1;
        return Sidecar.SignatureFor(picture[start..], name =>
            contents.FindSidecar(picture[..start] + name) is { Size: > 0 } member
                ? string.Create(CultureInfo.InvariantCulture, $"{member.Size}:{HashOf(member):x32}")
                : null);
    }

    public void Dispose() => _stream.Dispose();

    private static Memory<byte> Limit(Memory<byte> buffer, long length) =>
        buffer[..(int)Math.Min(buffer.Length, length)];
}

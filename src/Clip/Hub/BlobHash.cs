using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Clip.Hub;

/// <summary>
/// Computes the id of a file's content on the hub: SHA-256 for large files, and for small ones Git's object id, the
/// SHA-1 of <c>blob LENGTH\0</c> and the content.
/// </summary>
internal sealed class BlobHash : IDisposable
{
    private readonly IncrementalHash _hash;

    public BlobHash(HubFile file)
    {
        Name = file.Sha256 is null ? "Git SHA-1" : "SHA-256";
#pragma warning disable CA5350 // Git object ids are SHA-1; there is no other hash to compare with
        _hash = IncrementalHash.CreateHash(file.Sha256 is null ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
#pragma warning restore CA5350
        if (file.Sha256 is null)
        {
            var header = string.Create(CultureInfo.InvariantCulture, $"blob {file.Size}\0");
            _hash.AppendData(Encoding.ASCII.GetBytes(header));
        }
    }

    /// <summary>The hash's name, for messages.</summary>
    public string Name { get; }

    public void Append(ReadOnlySpan<byte> content) => _hash.AppendData(content);

    /// <summary>The hash of everything appended, in lower-case hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>
    /// Hashes a whole file; the result equals <see cref="HubFile.ContentId"/> if its content is right.
    /// </summary>
    public static async Task<string> OfFileAsync(
        string path, HubFile file, Action<int>? onRead, CancellationToken cancellationToken)
    {
        using var hash = new BlobHash(file);
        await using var stream = Open(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        await hash.AppendAsync(stream, stream.Length, onRead, cancellationToken).ConfigureAwait(false);
        return hash.Finish();
    }

    /// <summary>Appends the next <paramref name="length"/> bytes of a stream.</summary>
    public async Task AppendAsync(
        Stream stream, long length, Action<int>? onRead, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 18];
        while (length > 0)
        {
            var next = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length));
            var read = await stream.ReadAsync(next, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new EndOfStreamException();
            Append(buffer.AsSpan(0, read));
            length -= read;
            onRead?.Invoke(read);
        }
    }

    /// <summary>Opens a file for large sequential transfers, without a buffer.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share) =>
        new(path, new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        });

    public void Dispose() => _hash.Dispose();
}

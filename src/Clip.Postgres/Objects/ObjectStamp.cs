using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clip.Files;

namespace Clip.Postgres.Objects;

/// <summary>What identifies an unchanged object: its size, its time and its ETag.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtc">When it was written; kept in whole seconds, as a header has no more.</param>
/// <param name="Tag">The ETag, which changes with the content.</param>
internal readonly record struct ObjectStamp(long Size, DateTime ModifiedUtc, string Tag)
{
    /// <summary>What is stored of it: the ETag stands where a file has its change time.</summary>
    public FileStamp ToFileStamp() => new(Size, Ticks, Identity, "", "");

    /// <summary>A picture of a listing.</summary>
    public PictureFile ToPictureFile(string path, string address) => new(path, address, Size, Ticks)
    {
        Identity = Identity,
    };

    /// <summary>The ETag as a number, never 0.</summary>
    public long Changed => (long)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(Tag.Trim('"').AsSpan())) >> 1) | 1;

    private long Ticks => ModifiedUtc.Ticks - (ModifiedUtc.Ticks % TimeSpan.TicksPerSecond);

    private FileIdentity Identity => new(Changed, 0);
}

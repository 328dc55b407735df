using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Clip.Files;

/// <summary>
/// A 128-bit hash (XXH128) of a file's length and of its <see cref="FileSamples"/>. Tells files of weights apart at
/// once, and files that were cut off or whose content did not reach the disk from whole ones; not files that differ in
/// a few bytes.
/// </summary>
internal static class SampledHash
{
    /// <summary>The hash of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static UInt128 OfFile(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes<long>([length]));
        FileSamples.Read(file, length, hash.Append);
        return hash.GetCurrentHashAsUInt128();
    }
}

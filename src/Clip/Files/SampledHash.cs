using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Clip.Files;

/// <summary>
/// A 128-bit hash (XXH128) of a file's length and of samples of it: of up to a megabyte everything, of more 64 pieces
/// spread from the first byte to the last. Tells files of weights apart at once, and files that were cut off or whose
/// content did not reach the disk from whole ones; not files that differ in a few bytes.
/// </summary>
internal static class SampledHash
{
    private const int HashedWhole = 1 << 20;
    private const int SampleLength = 16 << 10;
    private const int Samples = 64;

    /// <summary>The hash of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static UInt128 OfFile(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes<long>([length]));
        // Below the size at which the garbage collector would treat it as a large object.
        var buffer = new byte[SampleLength];
        var pieces = length <= HashedWhole ? (length + SampleLength - 1) / SampleLength : Samples;
        for (var piece = 0L; piece < pieces; piece++)
        {
            var offset = length <= HashedWhole
                ? piece * SampleLength
                : (length - SampleLength) * piece / (Samples - 1);
            hash.Append(buffer.AsSpan(0, WholeFile.Fill(file, buffer, offset)));
        }
        return hash.GetCurrentHashAsUInt128();
    }
}

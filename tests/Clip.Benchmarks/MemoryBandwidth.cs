using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clip.Benchmarks;

/// <summary>Reads a large buffer from start to end, as fast as the machine can: the ceiling of every scan.</summary>
internal sealed unsafe class MemoryBandwidth : IDisposable
{
    // Far more than any cache holds.
    public const int Bytes = 512 * 1024 * 1024;

    private readonly byte* _buffer = (byte*)NativeMemory.AlignedAlloc(Bytes, 64);
    private readonly ulong[] _sums = new ulong[Environment.ProcessorCount * 8];

    public MemoryBandwidth() => new Span<byte>(_buffer, Bytes).Fill(1); // pages that were never written all read one page of zeros

    /// <summary>Reads the buffer on one thread.</summary>
    public void ReadAlone() => _sums[0] = Sum(_buffer, Bytes);

    /// <summary>Reads the buffer on all cores, each its own part.</summary>
    public void ReadTogether()
    {
        var parts = Environment.ProcessorCount;
        Parallel.For(0, parts, part =>
        {
            var start = (long)Bytes / 64 * part / parts * 64;
            var end = (long)Bytes / 64 * (part + 1) / parts * 64;
            _sums[part * 8] = Sum(_buffer + start, end - start);
        });
    }

    public void Dispose() => NativeMemory.AlignedFree(_buffer);

    /// <summary>Four sums at once, so that additions never wait for one another and only memory does.</summary>
    private static ulong Sum(byte* bytes, long length)
    {
        var (a, b, c, d) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        var end = bytes + length;
        for (; bytes <= end - 256; bytes += 256)
        {
            a += Vector512.Load((ulong*)bytes);
            b += Vector512.Load((ulong*)(bytes + 64));
            c += Vector512.Load((ulong*)(bytes + 128));
            d += Vector512.Load((ulong*)(bytes + 192));
        }

        return Vector512.Sum(a + b + c + d);
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clip.Benchmarks;

/// <summary>Reads a large buffer from start to end as fast as the machine can: the upper limit of every scan.</summary>
internal sealed unsafe class MemoryBandwidth : IDisposable
{
    // Far more than any cache.
    public const int Bytes = 512 * 1024 * 1024;

    private readonly byte* _buffer = (byte*)NativeMemory.AlignedAlloc(Bytes, 64);
    private readonly ulong[] _sums = new ulong[Environment.ProcessorCount * 8];

    // Pages that were never written would all map to one page of zeros.
    public MemoryBandwidth() => new Span<byte>(_buffer, Bytes).Fill(1);

    /// <summary>Reads the buffer on one thread.</summary>
    public void ReadAlone() => _sums[0] = Sum(_buffer, Bytes);

    /// <summary>Reads the buffer on all cores, one part per core.</summary>
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

    /// <summary>Computes four independent sums, so that the speed is limited by memory and not by additions.</summary>
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

using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Clip.Text.Models;

/// <summary>
/// A fast 64-bit hash by folded multiplication, with a random seed per process, so that a hostile tokenizer file cannot
/// choose tokens that collide.
/// </summary>
internal static class ByteHash
{
    // A cryptographic generator would load OpenSSL, which takes longer than reading a small tokenizer.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() << 1 | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (ulong)bytes.Length;
        while (bytes.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), Seed);
            bytes = bytes[8..];
        }

        return Mix(hash ^ ReadTail(bytes), 0x9E3779B97F4A7C15 ^ Seed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Compute(ulong value) => Mix(value ^ Seed, 0x9E3779B97F4A7C15 ^ Seed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    private static ulong ReadTail(ReadOnlySpan<byte> bytes)
    {
        switch (bytes.Length)
        {
            case 8:
                return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            case >= 4:
                return BinaryPrimitives.ReadUInt32LittleEndian(bytes)
                    | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << 32;
            case > 0:
                return bytes[0] | (uint)bytes[bytes.Length >> 1] << 8 | (uint)bytes[^1] << 16;
            default:
                return 0;
        }
    }
}

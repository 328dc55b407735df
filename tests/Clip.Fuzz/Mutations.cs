using System.Text;

namespace Clip.Fuzz;

/// <summary>
/// Mutates seeds as an unguided fuzzer does. The mutations are the same on every machine, so that a test that uses them
/// fails everywhere or nowhere.
/// </summary>
internal sealed class Mutations
{
    private static readonly long[] Interesting =
    [
        0, 1, -1, 7, 8, 16, 32, 64, 100, 127, 128, 255, 256, 1000, 1024, 4096, 32767, 32768, 65535, 65536,
        int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue,
    ];
    private static readonly string[] Numbers =
    [
        "0", "-1", "1e999", "-0", "2147483647", "2147483648", "9223372036854775808", "1e-320", "0.5",
        "1000000000000000000000",
    ];

    private readonly IReadOnlyList<byte[]> _seeds;
    private readonly byte[][] _words;
    private readonly Random _random;

    public Mutations(FuzzTarget target)
    {
        _seeds = [.. target.Seeds().Select(static seed => seed.Content)];
        _words = [.. target.Words.Concat(Numbers).Select(Encoding.UTF8.GetBytes)];
        _random = new Random(target.Name.Aggregate(17, static (hash, letter) => unchecked(hash * 31 + letter)));
    }

    /// <summary>Returns mutated seeds, named by their number.</summary>
    public IEnumerable<(string Name, byte[] Content)> Take(int count)
    {
        for (var i = 0; i < count; i++)
            yield return ($"mutation {i}", Next());
    }

    private byte[] Next()
    {
        List<byte> bytes = [.. _seeds[_random.Next(_seeds.Count)]];
        for (var changes = 1 + _random.Next(4); changes > 0; changes--)
            Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(1 + _random.Next(1 << _random.Next(8)), bytes.Count - at);
        switch (_random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, _words[_random.Next(_words.Length)]);
                break;
            case 5:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, _words[_random.Next(_words.Length)]);
                break;
            case 6:
                var number = BitConverter.GetBytes(Interesting[_random.Next(Interesting.Length)]);
                Overwrite(bytes, at, number.AsSpan(0, 1 << _random.Next(4)));
                break;
            case 7:
                var other = _seeds[_random.Next(_seeds.Count)];
                var from = _random.Next(other.Length + 1);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[from..]);
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, ReadOnlySpan<byte> with)
    {
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++)
            bytes[at + i] = with[i];
    }
}

namespace Clip.Tests.Images;

/// <summary>Thousands of generated files, the same in every run.</summary>
internal static class HostileCorpus
{
    private const int Cuts = 20;
    private const int Flips = 26;

    /// <summary>Truncated pictures, and pictures with changed bits and bytes.</summary>
    public static IEnumerable<(string Name, byte[] Data)> Damaged()
    {
        var random = new Random(20_261_124);
        foreach (var (name, sample) in HostileSamples.All)
        {
            for (var cut = 0; cut < Cuts; cut++)
            {
                // In the header first, then everywhere.
                var length = cut < 8 ? 4 + (cut * cut * 5) : (long)sample.Length * (cut - 7) / (Cuts - 6);
                yield return ($"cut{cut:00}-{name}", sample[..(int)Math.Min(length, sample.Length - 1)]);
            }
            for (var flip = 0; flip < Flips; flip++)
            {
                var damaged = sample.ToArray();
                var reach = flip % 2 == 0 ? Math.Min(600, damaged.Length) : damaged.Length;
                for (var count = 1 << (flip % 5); count > 0; count--)
                {
                    ref var value = ref damaged[random.Next(Math.Min(8, reach - 1), reach)];
                    value = flip % 3 == 0 ? (byte)random.Next(256) : (byte)(value ^ (1 << random.Next(8)));
                }
                yield return ($"flip{flip:00}-{name}", damaged);
            }
        }
    }

    /// <summary>Noise, and files that start like a picture and continue as noise or zeros.</summary>
    public static IEnumerable<(string Name, byte[] Data)> Noise()
    {
        var random = new Random(2);
        foreach (var (name, sample) in HostileSamples.All)
        {
            (string, int, bool)[] tails = [("noise", 3_000, true), ("zeros", 3_000, false)];
            foreach (var (what, length, fill) in tails)
            {
                var data = new byte[length];
                if (fill)
                    random.NextBytes(data);
                sample.AsSpan(0, Math.Min(40, sample.Length)).CopyTo(data);
                yield return ($"{what}-{name}", data);
            }
        }
        for (var i = 0; i < 40; i++)
        {
            var data = new byte[1 + (i * i)];
            random.NextBytes(data);
            data[0] |= 1; // one zero byte would be reported as zeros
            yield return ($"noise{i:00}.jpg", data);
        }

        var large = new byte[100_000_000];
        random.NextBytes(large);
        yield return ("large-noise.jpg", large);
    }
}

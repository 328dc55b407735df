namespace Clip.Fuzz;

/// <summary>Minimizes an input that breaks the contract, as long as it breaks it in the same way.</summary>
internal static class Minimizer
{
    /// <summary>The smallest input found; the input itself if it does not break the contract.</summary>
    public static byte[] Minimize(FuzzTarget target, byte[] input)
    {
        if (Contract.Check(target, input)?.Kind is not { } kind)
            return input;
        bool Breaks(byte[] candidate) => Contract.Check(target, candidate)?.Kind == kind;

        for (var before = -1; before != input.Length;)
        {
            before = input.Length;
            for (var length = Math.Max(1, input.Length / 2); length > 0; length /= 2)
            {
                for (var at = 0; at < input.Length;)
                {
                    byte[] shorter = [.. input[..at], .. input[Math.Min(input.Length, at + length)..]];
                    if (Breaks(shorter))
                        input = shorter;
                    else
                        at += length;
                }
            }
        }
        return input;
    }
}

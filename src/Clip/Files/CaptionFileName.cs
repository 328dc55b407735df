namespace Clip.Files;

/// <summary>
/// The names that data sets give to files with the captions of the pictures in the same folder and below.
/// </summary>
internal static class CaptionFileName
{
    /// <summary>The names, those that say most first.</summary>
    public static IReadOnlyList<string> Usual { get; } =
        ["captions.jsonl", "captions.json", "captions.csv", "captions.tsv", "captions.txt"];

    /// <summary>Whether a file has such a name, in capitals or not.</summary>
    public static bool Is(ReadOnlySpan<char> name)
    {
        foreach (var usual in Usual)
        {
            if (name.Equals(usual, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}

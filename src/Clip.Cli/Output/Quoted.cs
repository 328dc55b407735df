namespace Clip.Cli.Output;

/// <summary>Shows texts in messages: in quotes, shortened.</summary>
internal static class Quoted
{
    private const int Longest = 40;

    public static string Of(string text)
    {
        if (text.Length <= Longest)
            return $"\"{text}\"";
        var length = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return $"\"{text[..length]}...\"";
    }
}

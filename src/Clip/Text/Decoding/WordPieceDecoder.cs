namespace Clip.Text.Decoding;

/// <summary>Puts a space before each token that does not continue a word.</summary>
/// <param name="prefix">The prefix of tokens that continue a word, such as <c>##</c>.</param>
/// <param name="cleansUp">Whether the spaces before punctuation and English contractions are removed.</param>
internal sealed class WordPieceDecoder(string prefix, bool cleansUp) : TokenDecoder
{
    private static readonly (string Written, string Meant)[] Cleanups =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var result = new string[tokens.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var token = tokens[i];
            if (i > 0)
                token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            result[i] = cleansUp ? CleanUp(token) : token;
        }

        return result;
    }

    private static string CleanUp(string token)
    {
        foreach (var (written, meant) in Cleanups)
            token = token.Replace(written, meant, StringComparison.Ordinal);
        return token;
    }
}

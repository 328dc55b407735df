namespace Clip.Text.Models;

/// <summary>Looks up each word as a whole; a word that is not a token is unknown.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, string unknownToken, string source) : TokenModel
{
    private readonly int _unknownId = vocabulary.Find(System.Text.Encoding.UTF8.GetBytes(unknownToken));

    public override int VocabularySize => vocabulary.Count;

    public override int FindId(ReadOnlySpan<byte> token) => vocabulary.Find(token);

    public override string? FindToken(int id) => vocabulary.Tokens.FindToken(id);

    public override void Tokenize(ReadOnlySpan<byte> word, IdList ids)
    {
        var id = vocabulary.Find(word);
        if (id < 0)
            id = _unknownId;
        if (id < 0)
        {
            throw new TokenizerException(
                source, $"a word is unknown and the unknown token '{unknownToken}' is not in the vocabulary");
        }

        ids.Add(id, 0, word.Length);
    }
}

using System.Text;
using Clip.Text;
using CsCheck;

namespace Clip.Tests.Text;

public class TokenizerPropertyTests
{
    private static readonly Lazy<HuggingFaceTokenizer[]> Tokenizers = new(() =>
        [.. GoldenTokenizers.Families.Select(GoldenTokenizers.Load)]);

    private static readonly Gen<int> AnyFamily = Gen.Int[0, GoldenTokenizers.Families.Length - 1];

    private static readonly Gen<Rune> AnyRune = Gen.Frequency(
        (6, Gen.Char[' ', '~'].Select(c => new Rune(c))),
        (2, Gen.Int[0, 0x24F].Select(c => new Rune(c))),
        (2, Gen.Int[0x300, 0xD7FF].Select(c => new Rune(c))),
        (1, Gen.Int[0xE000, 0x10FFFF].Select(c => new Rune(c))));

    private static readonly Gen<string> AnyText = AnyRune.Array[0, 60].Select(runes => string.Concat(runes));

    [Fact]
    public void All_ids_of_any_valid_text_are_in_the_vocabulary() =>
        Gen.Select(AnyFamily, AnyText).Sample((which, text) =>
        {
            var tokenizer = Tokenizers.Value[which];
            return tokenizer.Encode(text).All(id =>
                id >= 0 && id < tokenizer.VocabularySize && tokenizer.IdToToken(id) is not null);
        });

    [Fact]
    public void A_truncated_text_starts_like_the_whole_text_and_ends_with_its_special_token() =>
        Gen.Select(AnyFamily, AnyText, Gen.Int[2, 40]).Sample((which, text, length) =>
        {
            var tokenizer = Tokenizers.Value[which];
            var (whole, cut) = (tokenizer.Encode(text), tokenizer.Encode(text, length));
            if (whole.Length <= length)
                return cut.SequenceEqual(whole);
            return cut.Length == length
                && cut.AsSpan(..^1).SequenceEqual(whole.AsSpan(..(length - 1)))
                && cut[^1] == whole[^1];
        });

    [Fact]
    public void A_row_receives_the_same_ids_and_the_rest_of_it_is_unchanged() =>
        Gen.Select(AnyFamily, AnyText, Gen.Int[2, 80]).Sample((which, text, length) =>
        {
            var row = new int[length];
            Array.Fill(row, -7);
            var written = Tokenizers.Value[which].Encode(text, row);
            return row.AsSpan(0, written).SequenceEqual(Tokenizers.Value[which].Encode(text, length))
                && row.Skip(written).All(id => id == -7);
        });

    [Fact]
    public void Normalization_forms_are_idempotent_and_consistent_with_each_other() =>
        AnyText.Sample(text =>
        {
            var (nfc, nfd, nfkc) = (Normalize("NFC", text), Normalize("NFD", text), Normalize("NFKC", text));
            return Normalize("NFC", nfc) == nfc && Normalize("NFD", nfd) == nfd && Normalize("NFKC", nfkc) == nfkc
                && Normalize("NFC", nfd) == nfc && Normalize("NFD", nfc) == nfd && Normalize("NFKC", nfc) == nfkc;
        });

    /// <summary>A text in a normalization form, decoded from ids that are its bytes.</summary>
    private static string Normalize(string form, string text) =>
        Encoding.UTF8.GetString([.. Forms.Value[form].Encode(text).Select(id => (byte)id)]);

    private static readonly Lazy<Dictionary<string, HuggingFaceTokenizer>> Forms = new(() =>
        new[] { "NFC", "NFD", "NFKC" }.ToDictionary(
            form => form,
            form => TokenizerJson.Bytes().With("normalizer", $$"""{"type":"{{form}}"}""").Parse()));
}

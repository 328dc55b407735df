using System.Text;
using Clip.Tests.Models;
using Clip.Text;
using CsCheck;

namespace Clip.Tests.Text;

public class TokenizerPropertyTests
{
    private static readonly string[] Names = ["clip-bpe", "bert-wordpiece", "siglip-unigram", "xlmr-unigram", "gemma-bpe-bytefallback"];

    private static readonly Lazy<Tokenizer[]> Tokenizers = new(() =>
        [.. Names.Select(name => Tokenizer.Parse(GoldenModels.Decompress("tokenizers", name, "tokenizer.json.gz"), name))]);

    private static readonly Gen<Rune> AnyRune = Gen.Frequency(
        (6, Gen.Char[' ', '~'].Select(c => new Rune(c))),
        (2, Gen.Int[0, 0x24F].Select(c => new Rune(c))),
        (2, Gen.Int[0x300, 0xD7FF].Select(c => new Rune(c))),
        (1, Gen.Int[0xE000, 0x10FFFF].Select(c => new Rune(c))));

    private static readonly Gen<string> AnyText = AnyRune.Array[0, 60].Select(runes => string.Concat(runes));

    [Fact]
    public void Any_valid_text_has_ids_and_all_of_them_are_in_the_vocabulary() =>
        Gen.Select(Gen.Int[0, Names.Length - 1], AnyText).Sample((which, text) =>
        {
            var tokenizer = Tokenizers.Value[which];
            return tokenizer.Encode(text).All(id => id >= 0 && id < tokenizer.VocabularySize && tokenizer.IdToToken(id) is not null);
        });

    [Fact]
    public void A_shortened_text_begins_as_the_whole_one_and_ends_with_its_special_tokens() =>
        Gen.Select(Gen.Int[0, Names.Length - 1], AnyText, Gen.Int[2, 40]).Sample((which, text, length) =>
        {
            var tokenizer = Tokenizers.Value[which];
            var (whole, cut) = (tokenizer.Encode(text), tokenizer.Encode(text, length));
            return whole.Length <= length
                ? cut.SequenceEqual(whole)
                : cut.Length == length && cut.AsSpan(..^1).SequenceEqual(whole.AsSpan(..(length - 1))) && cut[^1] == whole[^1];
        });

    [Fact]
    public void A_row_gets_the_same_ids_and_nothing_behind_them_is_touched() =>
        Gen.Select(Gen.Int[0, Names.Length - 1], AnyText, Gen.Int[2, 80]).Sample((which, text, length) =>
        {
            var row = new int[length];
            Array.Fill(row, -7);
            var written = Tokenizers.Value[which].Encode(text, row);
            return row.AsSpan(0, written).SequenceEqual(Tokenizers.Value[which].Encode(text, length)) && row.Skip(written).All(id => id == -7);
        });

    [Fact]
    public void Normal_forms_are_stable_and_compatibility_goes_further_than_canonical() =>
        AnyText.Sample(text =>
        {
            var (nfc, nfd, nfkc) = (Normalize("NFC", text), Normalize("NFD", text), Normalize("NFKC", text));
            return Normalize("NFC", nfc) == nfc && Normalize("NFD", nfd) == nfd && Normalize("NFKC", nfkc) == nfkc
                && Normalize("NFC", nfd) == nfc && Normalize("NFD", nfc) == nfd && Normalize("NFKC", nfc) == nfkc;
        });

    /// <summary>A text in a normal form, read off the bytes that a tokenizer makes of it.</summary>
    private static string Normalize(string form, string text) =>
        Encoding.UTF8.GetString([.. Forms.Value[form].Encode(text).Select(id => (byte)id)]);

    private static readonly Lazy<Dictionary<string, Tokenizer>> Forms = new(() => new[] { "NFC", "NFD", "NFKC" }
        .ToDictionary(form => form, form => TokenizerJson.Bytes().With("normalizer", $$"""{"type":"{{form}}"}""").Parse()));
}

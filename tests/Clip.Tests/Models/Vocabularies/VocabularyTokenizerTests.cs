using System.Text;
using System.Text.Json;
using Clip.Models.Vocabularies;
using Clip.Tests.Text;
using Clip.Text;

namespace Clip.Tests.Models.Vocabularies;

/// <summary>
/// A vocabulary alone gives the ids of the tokenizer.json that transformers makes of it. The vocabularies are those of
/// the golden tokenizer files.
/// </summary>
public sealed class VocabularyTokenizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip-vocabulary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Merges_and_a_vocabulary_give_the_ids_of_clip()
    {
        using var file = Golden("clip-bpe");
        var model = file.RootElement.GetProperty("model");
        Write("vocab.json", model.GetProperty("vocab").GetRawText());
        var merges = model.GetProperty("merges").EnumerateArray().Select(static pair =>
            pair.ValueKind == JsonValueKind.String ? pair.GetString() : $"{pair[0].GetString()} {pair[1].GetString()}");
        Write("merges.txt", "#version: 0.2\n" + string.Join('\n', merges) + "\n");

        AssertGoldenIds("clip-bpe", 77);
    }

    [Fact]
    public void A_list_of_words_gives_the_ids_of_bert()
    {
        using var file = Golden("bert-wordpiece");
        WriteWords(file);

        AssertGoldenIds("bert-wordpiece", 128);
    }

    [Fact]
    public void The_settings_of_the_tokenizer_count()
    {
        using var file = Golden("bert-wordpiece");
        WriteWords(file);
        Write("tokenizer_config.json", """{"do_lower_case": false, "tokenizer_class": "BertTokenizerFast"}""");
        Write("added_tokens.json", """{"zyx": 30522}""");

        var tokenizer = Load();

        Assert.Equal("[UNK]", tokenizer.IdToToken(tokenizer.Encode("Dog")[1]));
        Assert.Equal(30522, tokenizer.Encode("a zyx b")[2]);
    }

    [Theory]
    [InlineData("spiece.model", "siglip-unigram", "SiglipTokenizer", 64)]
    [InlineData("sentencepiece.bpe.model", "xlmr-unigram", null, 128)]
    [InlineData("tokenizer.model", "xlmr-unigram", "XLMRobertaTokenizer", 128)]
    public void A_unigram_model_of_SentencePiece_gives_the_ids(string name, string family, string? type, int maxLength)
    {
        using var file = Golden(family);
        var isRoberta = family == "xlmr-unigram";
        var pieces = file.RootElement.GetProperty("model").GetProperty("vocab").EnumerateArray()
            .Select(static piece => (Text: piece[0].GetString()!, Score: (float)piece[1].GetDouble()))
            .Select(static piece => (piece.Text, piece.Score, TypeOf(piece.Text)));
        if (isRoberta)
            pieces = [("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), .. pieces.Skip(4)];
        Write(name, SentencePieceBytes.Model(pieces, 1, "nfkc"));
        if (type is not null)
            Write("tokenizer_config.json", $$"""{"tokenizer_class": "{{type}}"}""");

        AssertGoldenIds(family, maxLength);
    }

    /// <summary>The golden file has one merge a piece, and a model of SentencePiece every merge that is possible.</summary>
    [Fact]
    public void A_BPE_model_of_SentencePiece_gives_the_ids_of_gemma_up_to_what_its_file_does_not_say()
    {
        using var file = Golden("gemma-bpe-bytefallback");
        var pieces = file.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject()
            .OrderBy(static piece => piece.Value.GetInt32())
            .Select(static (piece, id) => (piece.Name, (float)-id, TypeOf(piece.Name)));
        Write("tokenizer.model", SentencePieceBytes.Model(pieces, 2, "identity"));
        Write("tokenizer_config.json", """{"tokenizer_class": "GemmaTokenizer", "add_bos_token": false, "add_eos_token": true}""");

        var tokenizer = Load();

        var different = GoldenTokenizers.Cases("gemma-bpe-bytefallback")
            .Count(golden => !golden.Ids.SequenceEqual(tokenizer.Encode(golden.Text, 64)));
        Assert.InRange(different, 0, 1);
    }

    [Theory]
    [InlineData("vocab.json", "merges.txt")]
    [InlineData("merges.txt", "vocab.json")]
    public void Half_of_a_vocabulary_is_an_error_that_names_the_other_half(string here, string missing)
    {
        Write(here, "{}");

        Assert.Null(VocabularyFiles.Find(_folder));
        Assert.Contains($"has {here}, but neither {missing}", VocabularyFiles.Missing(_folder).Message);
    }

    [Theory]
    [InlineData("vocab.txt", "a\nb", null, "lacks the special token '[CLS]'")]
    [InlineData("spiece.model", "not a protocol buffer", null, "is not a model of SentencePiece")]
    [InlineData("spiece.model", "", null, "is empty")]
    [InlineData("tokenizer.model", "x", "NllbTokenizer", "belongs to a NllbTokenizer")]
    public void A_vocabulary_that_cannot_be_used_is_an_error_with_the_reason(
        string name, string content, string? type, string reason)
    {
        Write(name, content);
        if (type is not null)
            Write("tokenizer_config.json", $$"""{"tokenizer_class": "{{type}}"}""");

        Assert.Contains(reason, Assert.ThrowsAny<ClipException>(Load).Message);
    }

    private static int TypeOf(string piece) => piece switch
    {
        "<unk>" => 2,
        "<pad>" or "</s>" or "<s>" or "<eos>" or "<bos>" => 3,
        ['<', '0', 'x', _, _, '>'] => 6,
        _ => 1,
    };

    private static JsonDocument Golden(string family) =>
        JsonDocument.Parse(GoldenModels.Decompress("tokenizers", family, "tokenizer.json.gz"));

    private void WriteWords(JsonDocument file) => Write("vocab.txt", string.Join('\n', file.RootElement
        .GetProperty("model").GetProperty("vocab").EnumerateObject()
        .OrderBy(static word => word.Value.GetInt32()).Select(static word => word.Name)) + "\n");

    private void Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    private void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_folder, name), content);

    private HuggingFaceTokenizer Load() => VocabularyTokenizer.Load(VocabularyFiles.Find(_folder)!, isSiglip: false);

    private void AssertGoldenIds(string family, int maxLength)
    {
        var tokenizer = Load();
        var different = GoldenTokenizers.Cases(family)
            .Where(golden => !golden.Ids.SequenceEqual(tokenizer.Encode(golden.Text, maxLength)));

        Assert.Empty(different);
    }
}

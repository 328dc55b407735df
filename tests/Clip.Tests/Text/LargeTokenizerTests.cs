using System.Text.Json;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>A tokenizer.json as large as SigLIP 2's: 256,000 tokens, about 490,000 merges, 34 MB.</summary>
public class LargeTokenizerTests
{
    [Fact]
    public void A_tokenizer_of_34_MB_is_read_completely()
    {
        var (json, tokens, mergeCount) = Create();
        Assert.InRange(json.Length, 34_000_000, 60_000_000);
        Assert.InRange(mergeCount, 450_000, 600_000);

        var tokenizer = HuggingFaceTokenizer.Parse(json, "large.json");

        Assert.Equal(tokens.Count, tokenizer.VocabularySize);
        foreach (var id in new[] { 0, 1000, 99_999, tokens.Count - 1 })
        {
            Assert.Equal(tokens[id], tokenizer.IdToToken(id));
            Assert.Equal(id, tokenizer.TokenToId(tokens[id]));
        }

        // Each token is the merge of its beginning and its last letter, and no other merge has a lower rank.
        Assert.Equal([tokens.IndexOf("aab")], tokenizer.Encode("aab"));
        Assert.Equal([tokens.IndexOf("zzzz")], tokenizer.Encode("zzzz"));
    }

    /// <summary>
    /// All words of up to three letters and enough words of four for 256,000 tokens. Words of four letters have a
    /// second merge, in the middle.
    /// </summary>
    private static (byte[] Json, List<string> Tokens, int MergeCount) Create()
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz";
        var tokens = Letters.Select(c => c.ToString()).ToList();
        for (int start = 0, end = tokens.Count; tokens.Count < 256_000; (start, end) = (end, tokens.Count))
        {
            // From the end, so that the last word, zzzz, is included.
            for (var i = end - 1; i >= start && tokens.Count < 256_000; i--)
            {
                foreach (var letter in Letters)
                    tokens.Add(tokens[i] + letter);
            }
        }

        var mergeCount = 0;
        var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 4 }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("model");
            writer.WriteString("type", "BPE");
            writer.WriteStartObject("vocab");
            for (var id = 0; id < tokens.Count; id++)
                writer.WriteNumber(tokens[id], id);
            writer.WriteEndObject();
            writer.WriteStartArray("merges");
            foreach (var place in new[] { -1, 2 })
            {
                foreach (var token in tokens)
                {
                    var cut = place < 0 ? token.Length - 1 : place;
                    if (cut == 0 || (place > 0 && cut >= token.Length - 1))
                        continue;
                    writer.WriteStartArray();
                    writer.WriteStringValue(token.AsSpan(0, cut));
                    writer.WriteStringValue(token.AsSpan(cut));
                    writer.WriteEndArray();
                    mergeCount++;
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return (stream.ToArray(), tokens, mergeCount);
    }
}

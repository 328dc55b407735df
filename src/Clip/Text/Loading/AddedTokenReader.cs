using System.Text;
using System.Text.Json;
using Clip.Text.Models;
using Clip.Text.Normalizers;
using Clip.Text.Unicode;

namespace Clip.Text.Loading;

/// <summary>Reads the added tokens and gives them their ids.</summary>
internal static class AddedTokenReader
{
    public static AddedTokenSet Read(JsonElement list, TokenModel model, Normalizer? normalizer, string source)
    {
        var ids = new Dictionary<string, int>();
        var tokens = new Dictionary<int, AddedToken>();
        var beyondModel = 0;
        if (list.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            if (list.ValueKind != JsonValueKind.Array)
                throw new TokenizerException(source, "added_tokens is not a list", "download it again");
            var index = 0;
            foreach (var element in list.EnumerateArray())
            {
                var component = new JsonComponent(element, $"added_tokens[{index++}]", source);
                component.Allow("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
                var content = component.Text("content");
                if (content.Length == 0)
                    continue;
                if (content.Length > TokenListBuilder.LongestToken)
                    throw component.Error("is longer than any token");

                // The reference gives ids itself, by content and then by counting on, and only warns where the file disagrees.
                _ = component.Number("id");
                if (!ids.TryGetValue(content, out var id))
                {
                    id = model.FindId(Encoding.UTF8.GetBytes(content));
                    if (id < 0)
                        id = model.VocabularySize + beyondModel++;
                    ids.Add(content, id);
                }

                tokens[id] = new AddedToken(
                    id,
                    content,
                    component.Flag("single_word"),
                    component.Flag("lstrip"),
                    component.Flag("rstrip"),
                    component.Flag("normalized"),
                    component.Flag("special"));
            }
        }

        return new AddedTokenSet(
            ids,
            tokens.ToDictionary(static t => t.Key, static t => t.Value.Content),
            CreateFinder(tokens.Values.Where(static t => !t.Normalized), null, source),
            CreateFinder(tokens.Values.Where(static t => t.Normalized), normalizer, source),
            beyondModel);
    }

    private static AddedTokenFinder? CreateFinder(IEnumerable<AddedToken> tokens, Normalizer? normalizer, string source)
    {
        var texts = new List<(AddedToken, byte[])>();
        var buffer = new TextBuffer();

        // Where two tokens are the same once normalized, the reference takes either by chance; we take the lower id.
        foreach (var token in tokens.OrderByDescending(static t => t.Id))
        {
            buffer.Set(Encoding.UTF8.GetBytes(token.Content), isAtTextStart: true);
            normalizer?.Normalize(buffer);
            if (buffer.Length == 0)
                throw new TokenizerException(source, $"normalizes the added token '{token.Content}' to nothing", "set its 'normalized' to false");
            if (buffer.Length > TokenListBuilder.LongestToken)
                throw new TokenizerException(source, $"normalizes the added token '{token.Content}' to more than any token has", "set its 'normalized' to false");
            texts.Add((token, buffer.Bytes.ToArray()));
        }

        return texts.Count == 0 ? null : new AddedTokenFinder(texts);
    }
}

/// <summary>The added tokens of a file.</summary>
/// <param name="Ids">Ids by content.</param>
/// <param name="Tokens">Contents by id.</param>
/// <param name="RawFinder">Finds those that stand in the text as given.</param>
/// <param name="NormalizedFinder">Finds those that stand in the normalized text.</param>
/// <param name="BeyondModel">How many the model does not know.</param>
internal sealed record AddedTokenSet(
    Dictionary<string, int> Ids,
    Dictionary<int, string> Tokens,
    AddedTokenFinder? RawFinder,
    AddedTokenFinder? NormalizedFinder,
    int BeyondModel);

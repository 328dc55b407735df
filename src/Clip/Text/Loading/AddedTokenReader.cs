using System.Text;
using System.Text.Json;
using Clip.Text.AddedTokens;
using Clip.Text.Models;
using Clip.Text.Normalizers;
using Clip.Text.Unicode;

namespace Clip.Text.Loading;

/// <summary>Reads the added tokens and assigns their ids.</summary>
internal static class AddedTokenReader
{
    public static AddedTokenSet Read(JsonElement list, TokenModel model, Normalizer? normalizer, string source)
    {
        var ids = new Dictionary<string, int>();
        var tokens = new Dictionary<int, AddedToken>();
        var beyondModel = 0;
        foreach (var component in Components(list, source))
        {
            component.Allow("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
            var content = component.Text("content");
            if (content.Length == 0)
                continue;
            if (content.Length > TokenListBuilder.MaxTokenLength)
                throw component.Error("is longer than any token");

            // The reference ignores a file's ids, apart from a warning: it looks the content up in the vocabulary and
            // numbers the others consecutively.
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

        return new AddedTokenSet(ids, tokens.ToDictionary(static t => t.Key, static t => t.Value.Content))
        {
            OriginalFinder = CreateFinder(tokens.Values.Where(static t => !t.Normalized), null, source),
            NormalizedFinder = CreateFinder(tokens.Values.Where(static t => t.Normalized), normalizer, source),
            Special = tokens.Values.Where(static t => t.Special).Select(static t => t.Id).ToHashSet(),
            BeyondModel = beyondModel,
        };
    }

    private static IEnumerable<JsonComponent> Components(JsonElement list, string source)
    {
        if (list.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return [];
        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select((element, i) => new JsonComponent(element, $"added_tokens[{i}]", source))
            : throw FileErrors.Damaged(source, "added_tokens is not a list");
    }

    private static AddedTokenFinder? CreateFinder(
        IEnumerable<AddedToken> tokens, Normalizer? normalizer, string source)
    {
        var texts = new List<(AddedToken, byte[])>();
        var buffer = new TextBuffer();

        // If two tokens have the same normalized form, the reference picks one at random; here the lower id wins.
        foreach (var token in tokens.OrderByDescending(static t => t.Id))
        {
            buffer.Set(Encoding.UTF8.GetBytes(token.Content), isAtTextStart: true);
            normalizer?.Normalize(buffer);
            if (buffer.Length == 0)
                throw NormalizationError(token, "nothing", source);
            if (buffer.Length > TokenListBuilder.MaxTokenLength)
                throw NormalizationError(token, "more than any token has", source);
            texts.Add((token, buffer.Bytes.ToArray()));
        }

        return texts.Count == 0 ? null : new AddedTokenFinder(texts);
    }

    private static TokenizerException NormalizationError(AddedToken token, string result, string source) => new(
        source, $"normalizes the added token '{token.Content}' to {result}", "set its 'normalized' to false");
}

using System.Text.Json;
using Clip.Text.PostProcessing;

namespace Clip.Text.Loading;

/// <summary>
/// Reads a post-processor and works out, once, what it makes of a single text: which ids stand before and behind it.
/// </summary>
internal static class PostProcessorReader
{
    // Every text is that much longer; no template in use comes near.
    private const int MostSpecialTokens = 1 << 16;
    private const int MostTexts = 64;

    public static SpecialTokens Read(JsonComponent component)
    {
        // A processor turns a list of segments into another one; the text is the only segment to begin with.
        List<List<int[]?>> segments = [[null]];
        var reserved = 0;
        Apply(component, ref segments, ref reserved);
        return new SpecialTokens(segments.SelectMany(static s => s).ToArray(), reserved);
    }

    private static void Apply(JsonComponent component, ref List<List<int[]?>> segments, ref int reserved)
    {
        switch (component.Type)
        {
            case "Sequence":
                component.Allow("type", "processors");
                foreach (var processor in component.Items("processors"))
                    Apply(processor, ref segments, ref reserved);
                break;
            case "ByteLevel":
                // Moves offsets only.
                component.Allow("type", "add_prefix_space", "trim_offsets", "use_regex");
                break;
            case "BertProcessing":
                component.Allow("type", "sep", "cls");
                Surround(component, segments);
                reserved += 2;
                break;
            case "RobertaProcessing":
                component.Allow("type", "sep", "cls", "trim_offsets", "add_prefix_space");
                Surround(component, segments);
                reserved += 2;
                break;
            case "TemplateProcessing":
                component.Allow("type", "single", "pair", "special_tokens");
                if (segments.Count != 1)
                    throw component.Error("comes after a processor that has already divided the text");
                segments = ReadTemplate(component, segments[0], ref reserved);
                break;
            default:
                throw component.UnknownType();
        }
    }

    private static void Surround(JsonComponent component, List<List<int[]?>> segments)
    {
        if (segments.Count == 0)
            throw component.Error("comes after a template without a text");
        int[] first = [ReadTokenId(component, "cls")], last = [ReadTokenId(component, "sep")];
        segments[0].Insert(0, first);
        foreach (var segment in segments)
            segment.Add(last);
    }

    /// <summary>A pair of a token and its id.</summary>
    private static int ReadTokenId(JsonComponent component, string name)
    {
        var pair = component.Items(name);
        return pair.Length == 2 && pair[1].Element.ValueKind == JsonValueKind.Number
            && pair[1].Element.TryGetInt32(out var id) && id >= 0
            ? id
            : throw component.Error($"has a {name} that is not a token and its id");
    }

    private static List<List<int[]?>> ReadTemplate(JsonComponent component, List<int[]?> text, ref int reserved)
    {
        var tokens = component.Child("special_tokens");
        var result = new List<List<int[]?>>();
        foreach (var piece in component.Items("single"))
        {
            piece.Allow("Sequence", "SpecialToken");
            if (piece.Has("Sequence"))
            {
                var sequence = piece.Child("Sequence");
                sequence.Allow("id", "type_id");
                if (sequence.Text("id") != "A")
                    throw sequence.Error("asks for a second text");
                if (result.Count(static segment => segment.Contains(null)) == MostTexts)
                    throw sequence.Error("repeats the text more often than any model takes it");
                result.Add([.. text]);
                continue;
            }

            var special = piece.Child("SpecialToken");
            special.Allow("id", "type_id");
            var token = tokens.Child(special.Text("id"));
            token.Allow("id", "ids", "tokens");
            var ids = token.Items("ids");
            var values = new int[ids.Length];
            for (var i = 0; i < ids.Length; i++)
            {
                if (ids[i].Element.ValueKind != JsonValueKind.Number || !ids[i].Element.TryGetInt32(out values[i]) || values[i] < 0)
                    throw ids[i].Error("is not an id");
            }

            if ((reserved += values.Length) > MostSpecialTokens)
                throw special.Error("adds more tokens than any model takes");
            result.Add([values]);
        }

        return result;
    }
}

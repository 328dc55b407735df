using System.Text.Json;
using Clip.Text.PostProcessing;

namespace Clip.Text.Loading;

/// <summary>
/// Reads a post-processor and computes the ids that it adds before and after a single text.
/// </summary>
internal static class PostProcessorReader
{
    // These bound the length that a hostile file adds to every text; real templates are far smaller.
    private const int MaxSpecialTokens = 1 << 16;
    private const int MaxTexts = 64;

    public static SpecialTokens Read(JsonComponent component)
    {
        // A processor maps a list of segments to another list; the text is the only segment at first.
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
                // Changes only offsets.
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

    /// <summary>Reads the id from a pair of a token and its id.</summary>
    private static int ReadTokenId(JsonComponent component, string name)
    {
        var pair = component.Items(name);
        return pair.Length == 2 && TryReadId(pair[1], out var id)
            ? id
            : throw component.Error($"has a {name} that is not a token and its id");
    }

    private static bool TryReadId(JsonComponent component, out int id)
    {
        id = -1;
        return component.Element.ValueKind == JsonValueKind.Number && component.Element.TryGetInt32(out id) && id >= 0;
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
                if (result.Count(static segment => segment.Contains(null)) == MaxTexts)
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
                if (!TryReadId(ids[i], out values[i]))
                    throw ids[i].Error("is not an id");
            }

            if ((reserved += values.Length) > MaxSpecialTokens)
                throw special.Error("adds more tokens than any model takes");
            result.Add([values]);
        }

        return result;
    }
}

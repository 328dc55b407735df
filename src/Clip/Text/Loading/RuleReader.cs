using System.Text.Json;
using Clip.Text.PostProcessing;

namespace Clip.Text.Loading;

/// <summary>Reads the truncation and padding rules.</summary>
internal static class RuleReader
{
    public static TruncationRule ReadTruncation(JsonComponent rule, int reserved)
    {
        rule.Allow("direction", "max_length", "strategy", "stride");
        var length = rule.Number("max_length");
        if (length < reserved)
            throw rule.Error($"has a max_length of {length}, which leaves no room for {reserved} special tokens");
        var direction = rule.Has("direction") ? rule.Text("direction") : "Right";
        return new TruncationRule(
            length,
            direction switch
            {
                "Right" => TruncationDirection.Right,
                "Left" => TruncationDirection.Left,
                _ => throw rule.Error($"has the unknown direction '{direction}'"),
            },
            rule.Text("strategy") switch
            {
                "LongestFirst" => TruncationStrategy.LongestFirst,
                "OnlyFirst" => TruncationStrategy.OnlyFirst,
                "OnlySecond" => TruncationStrategy.OnlySecond,
                var other => throw rule.Error($"has the unknown strategy '{other}'"),
            },
            rule.Number("stride"));
    }

    public static PaddingRule ReadPadding(JsonComponent rule)
    {
        rule.Allow("strategy", "direction", "pad_to_multiple_of", "pad_id", "pad_type_id", "pad_token");
        return new PaddingRule(
            ReadFixedLength(rule),
            rule.Text("direction") switch
            {
                "Right" => PaddingDirection.Right,
                "Left" => PaddingDirection.Left,
                var other => throw rule.Error($"has the unknown direction '{other}'"),
            },
            rule.Has("pad_to_multiple_of") ? rule.Number("pad_to_multiple_of") : null,
            rule.Number("pad_id"),
            rule.Number("pad_type_id"),
            rule.Text("pad_token"));
    }

    /// <summary>The length of the strategy <c>{"Fixed": n}</c>; null for the strategy <c>"BatchLongest"</c>.</summary>
    private static int? ReadFixedLength(JsonComponent rule)
    {
        var strategy = rule.Child("strategy");
        if (strategy.Element.ValueKind == JsonValueKind.Object)
        {
            strategy.Allow("Fixed");
            return strategy.Number("Fixed");
        }

        var name = rule.Text("strategy");
        return name == "BatchLongest" ? null : throw rule.Error($"has the unknown strategy '{name}'");
    }
}

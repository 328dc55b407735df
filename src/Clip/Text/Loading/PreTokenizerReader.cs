using Clip.Text.Patterns;
using Clip.Text.PreTokenizers;
using Clip.Text.Unicode;

namespace Clip.Text.Loading;

/// <summary>Reads a pre-tokenizer.</summary>
internal static class PreTokenizerReader
{
    public static PreTokenizer Read(JsonComponent component)
    {
        switch (component.Type)
        {
            case "Sequence":
                component.Allow("type", "pretokenizers");
                return new SequencePreTokenizer(Array.ConvertAll(component.Items("pretokenizers"), Read));
            case "BertPreTokenizer":
                component.Allow("type");
                return new BertPreTokenizer();
            case "ByteLevel":
                component.Allow("type", "add_prefix_space", "trim_offsets", "use_regex");
                return new ByteLevelPreTokenizer(
                    component.Flag("add_prefix_space"),
                    component.Flag("use_regex", defaultValue: true),
                    writesLetters: true);
            case "Metaspace":
                return ReadMetaspace(component);
            case "Split":
                component.Allow("type", "pattern", "behavior", "invert");
                return new SplitPreTokenizer(
                    PatternReader.Read(component.Child("pattern")), ReadBehavior(component), component.Flag("invert"));
            case "Whitespace":
                component.Allow("type");
                return new SplitPreTokenizer(WordPattern.Instance, SplitBehavior.Removed, invert: true);
            case "WhitespaceSplit":
                component.Allow("type");
                return new SplitPreTokenizer(CharacterPattern.WhiteSpace, SplitBehavior.Removed, invert: false);
            case "Punctuation":
                component.Allow("type", "behavior");
                return new SplitPreTokenizer(
                    CharacterPattern.Punctuation,
                    component.Has("behavior") ? ReadBehavior(component) : SplitBehavior.Isolated,
                    invert: false);
            case "Digits":
                component.Allow("type", "individual_digits");
                return new SplitPreTokenizer(
                    CharacterPattern.Numeric,
                    component.Flag("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous,
                    invert: false);
            case "CharDelimiterSplit":
                component.Allow("type", "delimiter");
                var delimiter = new LiteralPattern(ReadCharacter(component, "delimiter"));
                return new SplitPreTokenizer(delimiter, SplitBehavior.Removed, invert: false);
            case "UnicodeScripts":
                component.Allow("type");
                return new UnicodeScriptsPreTokenizer();
            case "FixedLength":
                component.Allow("type", "length");
                var length = component.Has("length") ? component.Number("length") : 5;
                return length > 0 ? new FixedLengthPreTokenizer(length) : throw component.Error("has a length of 0");
            default:
                throw component.UnknownType();
        }
    }

    private static MetaspacePreTokenizer ReadMetaspace(JsonComponent component)
    {
        component.Allow("type", "replacement", "add_prefix_space", "prepend_scheme", "split", "str_rep");
        var scheme = PrependScheme.Always;
        if (component.Has("prepend_scheme"))
        {
            scheme = component.Text("prepend_scheme") switch
            {
                "always" => PrependScheme.Always,
                "first" => PrependScheme.First,
                "never" => PrependScheme.Never,
                var other => throw component.Error($"has the unknown prepend_scheme '{other}'"),
            };
        }

        // Files older than prepend_scheme have add_prefix_space; if a file has both, they must agree.
        if (!component.Flag("add_prefix_space", defaultValue: true) && scheme != PrependScheme.Never)
            throw component.Error("has an add_prefix_space that does not agree with its prepend_scheme");
        return new MetaspacePreTokenizer(
            ReadCharacter(component, "replacement"), scheme, component.Flag("split", defaultValue: true));
    }

    private static SplitBehavior ReadBehavior(JsonComponent component) => component.Text("behavior") switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        var other => throw component.Error($"has the unknown behavior '{other}'"),
    };

    private static byte[] ReadCharacter(JsonComponent component, string name)
    {
        var text = component.Utf8(name);
        return text.Length > 0 && text.Length == Utf8.LengthFromFirst(text[0])
            ? text
            : throw component.Error($"has a {name} that is not one character");
    }
}

using Clip.Text.Normalizers;
using Clip.Text.Unicode;

namespace Clip.Text.Loading;

/// <summary>Reads a normalizer.</summary>
internal static class NormalizerReader
{
    public static Normalizer Read(JsonComponent component)
    {
        switch (component.Type)
        {
            case "Sequence":
                component.Allow("type", "normalizers");
                return new SequenceNormalizer(Array.ConvertAll(component.Items("normalizers"), Read));
            case "BertNormalizer":
                component.Allow("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
                var lowercase = component.Flag("lowercase");
                return new BertNormalizer(
                    component.Flag("clean_text"),
                    component.Flag("handle_chinese_chars"),
                    component.Flag("strip_accents", defaultValue: lowercase),
                    lowercase);
            case "NFC":
                return WithoutOptions(component, new UnicodeFormNormalizer(NormalizationForm.Nfc));
            case "NFD":
                return WithoutOptions(component, new UnicodeFormNormalizer(NormalizationForm.Nfd));
            case "NFKC":
                return WithoutOptions(component, new UnicodeFormNormalizer(NormalizationForm.Nfkc));
            case "NFKD":
                return WithoutOptions(component, new UnicodeFormNormalizer(NormalizationForm.Nfkd));
            case "Lowercase":
                return WithoutOptions(component, new LowercaseNormalizer());
            case "StripAccents":
                return WithoutOptions(component, FilterNormalizer.StripAccents);
            case "Nmt":
                return WithoutOptions(component, FilterNormalizer.Nmt);
            case "ByteLevel":
                return WithoutOptions(component, new ByteLevelNormalizer());
            case "Strip":
                component.Allow("type", "strip_left", "strip_right");
                return new StripNormalizer(component.Flag("strip_left"), component.Flag("strip_right"));
            case "Prepend":
                component.Allow("type", "prepend");
                return new PrependNormalizer(component.Utf8("prepend"));
            case "Replace":
                component.Allow("type", "pattern", "content");
                return new ReplaceNormalizer(PatternReader.Read(component.Child("pattern")), component.Utf8("content"));
            case "Precompiled":
                component.Allow("type", "precompiled_charsmap");
                return ReadPrecompiled(component);
            default:
                throw component.UnknownType();
        }
    }

    private static PrecompiledNormalizer ReadPrecompiled(JsonComponent component)
    {
        _ = component.Text("precompiled_charsmap");
        var map = component.Child("precompiled_charsmap");
        if (!map.Element.TryGetBytesFromBase64(out var data))
            throw map.Error("is not base64");
        try
        {
            return new PrecompiledNormalizer(CharacterMap.Read(data));
        }
        catch (FormatException e)
        {
            throw map.Error(e.Message);
        }
    }

    private static Normalizer WithoutOptions(JsonComponent component, Normalizer normalizer)
    {
        component.Allow("type");
        return normalizer;
    }
}

using System.Text;
using Clip.Text.Normalizers;
using Clip.Text.Unicode;

namespace Clip.Fuzz.Targets;

/// <summary>SentencePiece's compiled character map, which a tokenizer.json contains in base64.</summary>
internal static class CharacterMapTarget
{
    public static FuzzTarget Target { get; } = new("character-map", Read) { Documented = [typeof(FormatException)] };

    private static void Read(byte[] input)
    {
        var normalizer = new PrecompiledNormalizer(CharacterMap.Read(input));
        foreach (var text in (ReadOnlySpan<string>)["abc ABC 123", "ﬁ ①Å\u0301 e\u0301 한 \u3000\t", "👩‍👩‍👧"])
        {
            var buffer = new TextBuffer();
            buffer.Set(Encoding.UTF8.GetBytes(text), isAtTextStart: true);
            normalizer.Normalize(buffer);
            if (!System.Text.Unicode.Utf8.IsValid(buffer.Bytes))
                throw new InvalidOperationException("the normalized text is not UTF-8");
        }
    }
}

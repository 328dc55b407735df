using System.Security.Cryptography;
using System.Text.Json;
using Clip.Text.Loading;
using Clip.Text.PreTokenizers;
using Clip.Text.Unicode;

namespace Clip.Tests.Text;

/// <summary>
/// Normalizers and pre-tokenizers treat each of the 1,112,064 code points as the reference does. The goldens are one
/// SHA-256 hash per plane.
/// </summary>
public class CodePointTests
{
    private static readonly JsonElement Goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(
        Repository.Root, "tests", "Clip.Tests", "Goldens", "tokenizers", "code-points.json"))).RootElement;

    public static TheoryData<string> Normalizers =>
        [.. Goldens.GetProperty("normalizers").EnumerateObject().Select(p => p.Name)];

    public static TheoryData<string> PreTokenizers =>
        [.. Goldens.GetProperty("pre_tokenizers").EnumerateObject().Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Normalizers))]
    public void A_normalizer_changes_every_code_point_as_the_reference_does(string json)
    {
        var normalizer = NormalizerReader.Read(Component(json));
        var text = new TextBuffer();

        AssertPlanes("normalizers", json, (codePoint, digest) =>
        {
            Span<byte> utf8 = stackalloc byte[4];
            text.Set(utf8[..Utf8.Encode(codePoint, utf8)], isAtTextStart: true);
            normalizer.Normalize(text);
            digest.AppendData(text.Bytes);
        });
    }

    [Theory]
    [MemberData(nameof(PreTokenizers))]
    public void A_pre_tokenizer_cuts_at_every_code_point_as_the_reference_does(string json)
    {
        var preTokenizer = PreTokenizerReader.Read(Component(json));
        var pieces = new PieceList(new TextBuffer());

        AssertPlanes("pre_tokenizers", json, (codePoint, digest) =>
        {
            Span<byte> utf8 = stackalloc byte[6];
            utf8[0] = (byte)'a';
            var length = 1 + Utf8.Encode(codePoint, utf8[1..]);
            utf8[length++] = (byte)'b';
            pieces.Text.Set(utf8[..length], isAtTextStart: true);
            pieces.Reset();
            preTokenizer.Cut(pieces);
            digest.AppendData([(byte)('0' + pieces.Pieces.Length)]);
        });
    }

    private static void AssertPlanes(string kind, string json, Action<int, IncrementalHash> append)
    {
        var golden = Goldens.GetProperty(kind).GetProperty(json);
        var expected = golden.EnumerateArray().Select(h => h.GetString()!).ToArray();
        var actual = new string[expected.Length];
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var plane = 0; plane < actual.Length; plane++)
        {
            for (var codePoint = plane << 16; codePoint < (plane + 1) << 16; codePoint++)
            {
                if (codePoint is >= 0xD800 and <= 0xDFFF)
                    continue;
                append(codePoint, digest);
                digest.AppendData("\n"u8);
            }

            actual[plane] = Convert.ToHexStringLower(digest.GetHashAndReset());
        }

        Assert.Equal(17, expected.Length);
        Assert.Equal(expected, actual);
    }

    private static JsonComponent Component(string json) =>
        new(JsonDocument.Parse(json).RootElement, "component", "test");
}

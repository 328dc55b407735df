using System.Globalization;
using System.Text;

namespace Clip.Text.Decoding;

/// <summary>
/// Reads the tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> as bytes of UTF-8; a run that is not valid becomes one
/// replacement character a byte.
/// </summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        List<string> result = [];
        List<byte> run = [];
        foreach (var token in tokens)
        {
            if (TryReadByte(token, out var value))
            {
                run.Add(value);
                continue;
            }

            EndRun(run, result);
            result.Add(token);
        }

        EndRun(run, result);
        return result;
    }

    private static bool TryReadByte(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[^1] == '>'
            && byte.TryParse(
                token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void EndRun(List<byte> run, List<string> result)
    {
        if (run.Count == 0)
            return;
        var bytes = run.ToArray();
        run.Clear();
        result.Add(System.Text.Unicode.Utf8.IsValid(bytes)
            ? Strict.GetString(bytes)
            : new string('\uFFFD', bytes.Length));
    }
}

using System.Buffers;

namespace Clip.Text;

/// <summary>Turns ids back into text.</summary>
internal sealed class IdDecoder(HuggingFaceTokenizer tokenizer)
{
    private readonly string _suffix = tokenizer.Pipeline.EndOfWordSuffix;

    /// <summary>The text of ids, or null where there is no token with one of them.</summary>
    public string? Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        List<string> tokens = [];
        foreach (var id in ids)
        {
            if (tokenizer.IdToToken(id) is not { } token)
                return null;
            if (!skipSpecialTokens || !tokenizer.File.AddedTokens.Special.Contains(id))
                tokens.Add(token);
        }

        // As transformers does: the reference's decoder for bytes does not know that CLIP marks the end of a word.
        var text = string.Concat(tokenizer.File.Decoder.Decode(tokens));
        return _suffix.Length == 0 ? text : text.Replace(_suffix, " ", StringComparison.Ordinal).Trim();
    }

    /// <summary>Writes the text of as many ids as fit.</summary>
    public OperationStatus Decode(
        ReadOnlySpan<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        (idsConsumed, charsWritten) = (0, 0);
        if (Decode(ids, skipSpecialTokens: true) is not { } text)
            return OperationStatus.InvalidData;
        if (text.TryCopyTo(destination))
        {
            (idsConsumed, charsWritten) = (ids.Length, text.Length);
            return OperationStatus.Done;
        }

        // A text hardly gets shorter with another id.
        var (fits, tooLong) = (0, ids.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) >>> 1;
            if (Decode(ids[..middle], skipSpecialTokens: true)!.Length <= destination.Length)
                fits = middle;
            else
                tooLong = middle;
        }

        text = Decode(ids[..fits], skipSpecialTokens: true)!;
        text.CopyTo(destination);
        (idsConsumed, charsWritten) = (fits, text.Length);
        return OperationStatus.DestinationTooSmall;
    }
}

using System.Text;

namespace Clip.Images.Containers;

/// <summary>A text chunk of a PNG file (<c>tEXt</c>, <c>zTXt</c> or <c>iTXt</c>): a keyword and a text.</summary>
internal readonly ref struct PngTextChunk
{
    private const int MaxKeyword = 79;

    private readonly ReadOnlySpan<byte> _content;
    private readonly bool _isCompressed;

    private PngTextChunk(string keyword, ReadOnlySpan<byte> content, bool isCompressed)
    {
        Keyword = keyword;
        _content = content;
        _isCompressed = isCompressed;
    }

    /// <summary>What the text is about.</summary>
    internal string Keyword { get; }

    /// <summary>Reads what precedes the text.</summary>
    /// <param name="type">The chunk's type.</param>
    /// <param name="content">The chunk's content.</param>
    /// <param name="chunk">The chunk.</param>
    /// <returns>False if it is no text chunk, or a damaged one.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, out PngTextChunk chunk)
    {
        chunk = default;
        var isCompressed = type.SequenceEqual("zTXt"u8);
        var isInternational = type.SequenceEqual("iTXt"u8);
        if ((!isCompressed && !isInternational && !type.SequenceEqual("tEXt"u8))
            || !TryTake(ref content, out var keyword) || keyword.Length is 0 or > MaxKeyword)
        {
            return false;
        }
        var method = 0;
        if (isCompressed)
        {
            if (content.IsEmpty)
                return false;
            method = content[0];
            content = content[1..];
        }
        else if (isInternational)
        {
            // Whether and how the text is compressed, then the language, and the keyword in that language.
            if (content.Length < 4)
                return false;
            (isCompressed, method) = (content[0] == 1, content[1]);
            content = content[2..];
            if (!TryTake(ref content, out _) || !TryTake(ref content, out _))
                return false;
        }
        if (isCompressed && method != 0)
            return false;
        chunk = new PngTextChunk(Encoding.Latin1.GetString(keyword), content, isCompressed);
        return true;
    }

    /// <summary>The text, decompressed; empty if the compressed data are damaged or give too much.</summary>
    /// <param name="maxBytes">The most that decompression may give.</param>
    internal ReadOnlySpan<byte> Text(int maxBytes) =>
        _isCompressed ? Decompression.ZLib(_content, maxBytes) : _content;

    /// <summary>Takes the bytes before the next zero off the front, and the zero.</summary>
    private static bool TryTake(scoped ref ReadOnlySpan<byte> content, out ReadOnlySpan<byte> taken)
    {
        var end = content.IndexOf((byte)0);
        taken = end < 0 ? [] : content[..end];
        if (end < 0)
            return false;
        content = content[(end + 1)..];
        return true;
    }
}

namespace Clip.Text.Unicode;

/// <summary>Maps single code points for <see cref="TextBuffer.Rewrite"/>.</summary>
internal interface ICodePointRewriter
{
    /// <summary>Appends the replacement of a code point; appending nothing removes it.</summary>
    /// <param name="codePoint">The code point.</param>
    /// <param name="utf8">The same in UTF-8.</param>
    /// <param name="result">Where to append the replacement.</param>
    void Append(int codePoint, ReadOnlySpan<byte> utf8, ByteBuffer result);
}

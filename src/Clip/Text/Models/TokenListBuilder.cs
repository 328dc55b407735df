using System.Text.Json;

namespace Clip.Text.Models;

/// <summary>Collects tokens while a file is read.</summary>
internal sealed class TokenListBuilder
{
    /// <summary>
    /// In bytes; the longest real tokens have some hundreds. The time to encode a text grows with the longest token.
    /// </summary>
    public const int MaxTokenLength = 4096;

    private byte[] _text = new byte[1 << 12];
    private int[] _starts = new int[1 << 9];
    private int[] _ids = new int[1 << 9];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Adds the current string or property name; <see cref="SetId"/> sets its id.</summary>
    public void AddToken(ref Utf8JsonReader reader)
    {
        var longest = reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (_text.Length - _length < longest)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, checked(_length + longest)));
        if (Count + 1 >= _starts.Length)
        {
            Array.Resize(ref _starts, Count * 2 + 2);
            Array.Resize(ref _ids, Count * 2 + 2);
        }

        _starts[Count] = _length;
        if (reader.ValueIsEscaped)
        {
            _length += reader.CopyString(_text.AsSpan(_length));
        }
        else
        {
            reader.ValueSpan.CopyTo(_text.AsSpan(_length));
            _length += longest;
        }

        if (_length - _starts[Count] > MaxTokenLength)
            throw new FormatException($"a token is longer than {MaxTokenLength:N0} bytes");
        Count++;
    }

    /// <summary>Sets the id of the last token.</summary>
    public void SetId(int id) => _ids[Count - 1] = id;

    public TokenList Build()
    {
        _starts[Count] = _length;
        return new TokenList(_text, _starts.AsSpan(0, Count + 1).ToArray(), _ids.AsSpan(0, Count).ToArray());
    }
}

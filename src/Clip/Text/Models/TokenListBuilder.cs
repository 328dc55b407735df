using System.Text.Json;

namespace Clip.Text.Models;

/// <summary>Collects tokens while a file is read.</summary>
internal sealed class TokenListBuilder
{
    /// <summary>Bytes of a token; the longest in use have some hundreds. What a text costs grows with it.</summary>
    public const int MaxTokenLength = 4096;

    private byte[] _text = new byte[1 << 12];
    private int[] _starts = new int[1 << 9];
    private int[] _ids = new int[1 << 9];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Adds the string or property name at which the reader stands; its id is given next.</summary>
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

    /// <summary>Gives the last token its id.</summary>
    public void SetId(int id) => _ids[Count - 1] = id;

    public TokenList Build()
    {
        _starts[Count] = _length;
        return new TokenList(_text, _starts.AsSpan(0, Count + 1).ToArray(), _ids.AsSpan(0, Count).ToArray());
    }
}

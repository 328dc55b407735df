using System.Text;

namespace Clip.Text.Models;

/// <summary>
/// The tokens of a model and their ids, in the order of the file: one block of UTF-8, and the offsets of the tokens.
/// </summary>
internal sealed class TokenList
{
    private readonly byte[] _text;
    private readonly int[] _starts;
    private readonly int[] _ids;
    private readonly int[]? _entriesById;
    private readonly Dictionary<int, int>? _sparseEntriesById;

    /// <param name="text">All tokens, concatenated.</param>
    /// <param name="starts">Where each token begins, and where the last one ends.</param>
    /// <param name="ids">The id of each token.</param>
    public TokenList(byte[] text, int[] starts, int[] ids)
    {
        (_text, _starts, _ids) = (text, starts, ids);
        var highest = -1;
        foreach (var id in ids)
            highest = Math.Max(highest, id);

        // Ids of real files are dense. A hostile file must not cause an allocation up to its highest id.
        if (highest < ids.Length * 2L + 1024)
        {
            _entriesById = new int[highest + 1];
            for (var entry = 0; entry < ids.Length; entry++)
                _entriesById[ids[entry]] = entry + 1;
        }
        else
        {
            _sparseEntriesById = [];
            for (var entry = 0; entry < ids.Length; entry++)
                _sparseEntriesById[ids[entry]] = entry + 1;
        }
    }

    /// <summary>The number of entries; a duplicate token has two.</summary>
    public int Count => _ids.Length;

    public ReadOnlySpan<byte> TokenAt(int entry) => _text.AsSpan(_starts[entry].._starts[entry + 1]);

    public int StartOf(int entry) => _starts[entry];

    public ReadOnlySpan<byte> TextAt(int start, int length) => _text.AsSpan(start, length);

    public int IdAt(int entry) => _ids[entry];

    /// <summary>The token with an id, or null.</summary>
    public string? FindToken(int id)
    {
        var entry = _entriesById is not null
            ? (uint)id < (uint)_entriesById.Length ? _entriesById[id] : 0
            : _sparseEntriesById!.GetValueOrDefault(id);
        return entry == 0 ? null : Encoding.UTF8.GetString(TokenAt(entry - 1));
    }
}

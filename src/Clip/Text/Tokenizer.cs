using System.Text;
using Clip.Text.Loading;
using Clip.Text.Normalizers;
using Clip.Text.PreTokenizers;
using Clip.Text.Unicode;

namespace Clip.Text;

/// <summary>
/// Turns text into the token ids a model was trained on, as a <c>tokenizer.json</c> says: the same ids as the Python
/// library <c>tokenizers</c> 0.23 gives. Immutable and thread-safe.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerParts _parts;

    internal Tokenizer(TokenizerParts parts) => _parts = parts;

    /// <summary>How the file shortens texts; null where it does not.</summary>
    public TruncationRule? Truncation => _parts.Truncation;

    /// <summary>How the file fills texts up; null where it does not.</summary>
    public PaddingRule? Padding => _parts.Padding;

    /// <summary>How many tokens there are, added ones included.</summary>
    public int VocabularySize => _parts.VocabularySize;

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TokenizerException">
    /// The file is missing, unreadable, not a tokenizer, or asks for something that this program does not know.
    /// </exception>
    public static Tokenizer Load(string path) => TokenizerFile.Load(path);

    /// <summary>Reads the content of a <c>tokenizer.json</c>.</summary>
    /// <param name="utf8Json">The content.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="TokenizerException">
    /// The content is not a tokenizer, or asks for something that this program does not know.
    /// </exception>
    public static Tokenizer Parse(ReadOnlyMemory<byte> utf8Json, string name) => TokenizerFile.Parse(utf8Json.Span, name);

    /// <summary>
    /// A tokenizer that lower-cases first, for models that were trained so although their file keeps capitals. Added tokens
    /// are found in the text as it is given, as where the file itself lower-cases.
    /// </summary>
    internal Tokenizer WithLowercase() => new(_parts with
    {
        Normalizer = _parts.Normalizer is { } normalizer
            ? new SequenceNormalizer([new LowercaseNormalizer(), normalizer])
            : new LowercaseNormalizer(),
    });

    /// <summary>The ids of a text, special tokens included. Not padded.</summary>
    /// <param name="text">Any text; the empty one has only special tokens.</param>
    /// <param name="maxLength">
    /// The most ids to return; special tokens stay and the text is shortened. Null: what the file says, else no limit.
    /// </param>
    /// <exception cref="TokenizerException">The text has an unpaired surrogate, or a character for which the file has no token.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> leaves no room for the special tokens.</exception>
    public int[] Encode(string text, int? maxLength = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var workspace = Workspace.Take();
        var body = EncodeBody(text, maxLength, workspace);
        var ids = new int[_parts.SpecialTokens.LengthWith(body.Length)];
        _parts.SpecialTokens.Write(body, ids);
        workspace.Return();
        return ids;
    }

    /// <summary>
    /// Writes the ids of a text, special tokens included, into a row of a batch: nothing is allocated. What lies behind
    /// the ids is left as it is.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="destination">Where the ids go. Its length is the most ids to write: the text is shortened to fit.</param>
    /// <returns>How many ids were written.</returns>
    /// <exception cref="TokenizerException">The text has an unpaired surrogate, or a character for which the file has no token.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> has no room for the special tokens.</exception>
    public int Encode(ReadOnlySpan<char> text, Span<int> destination)
    {
        var workspace = Workspace.Take();
        var body = EncodeBody(text, destination.Length, workspace);
        _parts.SpecialTokens.Write(body, destination);
        var length = _parts.SpecialTokens.LengthWith(body.Length);
        workspace.Return();
        return length;
    }

    /// <summary>The id of a token, or null where there is no such token.</summary>
    /// <param name="token">The token as it stands in the file.</param>
    public int? TokenToId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (_parts.AddedIds.TryGetValue(token, out var added))
            return added;
        var id = _parts.Model.FindId(Encoding.UTF8.GetBytes(token));
        return id < 0 ? null : id;
    }

    /// <summary>The token with an id as it stands in the file, or null where there is none.</summary>
    /// <param name="id">The id.</param>
    public string? IdToToken(int id) =>
        _parts.AddedTokens.TryGetValue(id, out var added) ? added : _parts.Model.FindToken(id);

    private ReadOnlySpan<int> EncodeBody(ReadOnlySpan<char> text, int? maxLength, Workspace workspace)
    {
        var limit = BodyLimit(maxLength);
        Utf8.Append(text, workspace.Original);
        AppendText(workspace, limit);
        var ids = workspace.Ids.Span;
        if (ids.Length <= limit)
            return ids;
        if (maxLength is null && Truncation!.Strategy == TruncationStrategy.OnlySecond)
        {
            throw new TokenizerException(
                _parts.Source, "truncates only the second of two texts, and a single text is too long", "give a length");
        }

        return Truncation?.Direction == TruncationDirection.Left ? ids[^limit..] : ids[..limit];
    }

    private int BodyLimit(int? maxLength)
    {
        var reserved = _parts.SpecialTokens.Reserved;
        if (maxLength is { } length)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(length, reserved, nameof(maxLength));
            return length - reserved;
        }

        return Truncation is null ? int.MaxValue : Truncation.MaxLength - reserved;
    }

    /// <summary>Added tokens of the text as given divide it; what lies between them is normalized and tokenized.</summary>
    private void AppendText(Workspace workspace, int limit)
    {
        // Tokens behind the limit would be dropped. On the other side they decide which ones are.
        if (Truncation?.Direction == TruncationDirection.Left)
            limit = int.MaxValue;
        var text = workspace.Original.Span;
        int done = 0, searched = 0;
        if (_parts.RawFinder is { } finder)
        {
            while (finder.TryFind(text, ref searched, done, out var start, out var end, out var id))
            {
                if (done < start)
                    AppendPart(text[done..start], done == 0, workspace, limit);
                if (start < end)
                    workspace.Ids.Add(id);
                done = end;
                if (workspace.Ids.Count > limit)
                    return;
            }
        }

        AppendPart(text[done..], done == 0, workspace, limit);
    }

    private void AppendPart(ReadOnlySpan<byte> part, bool isAtTextStart, Workspace workspace, int limit)
    {
        if (part.IsEmpty)
            return;
        workspace.Text.Set(part, isAtTextStart);
        _parts.Normalizer?.Normalize(workspace.Text);
        if (_parts.NormalizedFinder is not { } finder)
        {
            AppendWords(new Piece(0, workspace.Text.Length), workspace, limit);
            return;
        }

        // Cutting one part writes over the text that the next is taken from, so a copy of it is kept.
        var text = workspace.Text.Bytes.ToArray();
        var origin = workspace.Text.OriginLength;
        int done = 0, searched = 0;
        while (finder.TryFind(text, ref searched, done, out var start, out var end, out var id))
        {
            if (done < start)
                AppendCopy(text, done, start);
            if (start < end)
                workspace.Ids.Add(id);
            done = end;
            if (workspace.Ids.Count > limit)
                return;
        }

        AppendCopy(text, done, text.Length);

        void AppendCopy(byte[] text, int start, int end)
        {
            workspace.Text.Set(text.AsSpan(start..end), isAtTextStart: false);
            workspace.Text.OriginLength = Math.Clamp(origin - start, 0, end - start);
            AppendWords(new Piece(0, end - start), workspace, limit);
        }
    }

    private void AppendWords(Piece part, Workspace workspace, int limit)
    {
        var pieces = workspace.Pieces;
        pieces.Reset(part);
        _parts.PreTokenizer?.Cut(pieces);
        var text = workspace.Text.Bytes;
        foreach (var piece in pieces.Pieces)
        {
            _parts.Model.Tokenize(text.Slice(piece.Start, piece.Length), workspace.Ids);
            if (workspace.Ids.Count > limit)
                return;
        }
    }
}

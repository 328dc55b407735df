using System.Text;
using Clip.Text.AddedTokens;
using Clip.Text.Models;
using Clip.Text.Normalizers;
using Clip.Text.PreTokenizers;

namespace Clip.Text;

/// <summary>
/// The stages from a text to the ids of its tokens: added tokens split the original text; each part between them is
/// normalized, split by added tokens again, cut into words, and each word is tokenized by the model. Immutable.
/// </summary>
internal sealed class TextPipeline(
    AddedTokenSet addedTokens, Normalizer? normalizer, PreTokenizer? preTokenizer, TokenModel model)
{
    /// <summary>The number of tokens, added tokens included.</summary>
    public int VocabularySize => model.VocabularySize + addedTokens.BeyondModel;

    /// <summary>The id of a token, or null.</summary>
    public int? FindId(string token)
    {
        if (addedTokens.FindId(token) is { } added)
            return added;
        var id = model.FindId(Encoding.UTF8.GetBytes(token));
        return id < 0 ? null : id;
    }

    /// <summary>The token with an id, or null.</summary>
    public string? FindToken(int id) => addedTokens.FindToken(id) ?? model.FindToken(id);

    /// <summary>
    /// The same pipeline with lower-casing as the first normalizer. Added tokens of the original text keep their case.
    /// </summary>
    public TextPipeline WithLowercase() => new(
        addedTokens,
        normalizer is null
            ? new LowercaseNormalizer()
            : new SequenceNormalizer([new LowercaseNormalizer(), normalizer]),
        preTokenizer,
        model);

    /// <summary>Appends the ids of the workspace's original text to the workspace's ids.</summary>
    /// <param name="workspace">The text and the buffers.</param>
    /// <param name="limit">Once there are more ids than this, the rest of the text may be skipped.</param>
    public void Encode(Workspace workspace, int limit)
    {
        var text = workspace.Original.Span;
        int done = 0, searched = 0;
        if (addedTokens.OriginalFinder is { } finder)
        {
            while (finder.TryFind(text, ref searched, done, out var start, out var end, out var id))
            {
                if (done < start)
                    EncodePart(text[done..start], done == 0, workspace, limit);
                if (start < end)
                    workspace.Ids.Add(id);
                done = end;
                if (workspace.Ids.Count > limit)
                    return;
            }
        }

        EncodePart(text[done..], done == 0, workspace, limit);
    }

    private void EncodePart(ReadOnlySpan<byte> part, bool isAtTextStart, Workspace workspace, int limit)
    {
        if (part.IsEmpty)
            return;
        workspace.Text.Set(part, isAtTextStart);
        normalizer?.Normalize(workspace.Text);
        int done = 0, searched = 0;
        if (addedTokens.NormalizedFinder is not { } finder
            || !finder.TryFind(workspace.Text.Bytes, ref searched, done, out var start, out var end, out var id))
        {
            EncodeWords(workspace, limit);
            return;
        }

        // Pre-tokenizing a part overwrites the buffer that the next part is taken from, hence the copy.
        var text = workspace.Text.Bytes.ToArray();
        var origin = workspace.Text.OriginLength;
        do
        {
            if (done < start)
                EncodeCopy(done, start);
            if (start < end)
                workspace.Ids.Add(id);
            done = end;
            if (workspace.Ids.Count > limit)
                return;
        }
        while (finder.TryFind(text, ref searched, done, out start, out end, out id));
        EncodeCopy(done, text.Length);

        void EncodeCopy(int copyStart, int copyEnd)
        {
            workspace.Text.SetPart(text.AsSpan(copyStart..copyEnd), origin - copyStart);
            EncodeWords(workspace, limit);
        }
    }

    private void EncodeWords(Workspace workspace, int limit)
    {
        var pieces = workspace.Pieces;
        pieces.Reset();
        preTokenizer?.Cut(pieces);
        var text = workspace.Text.Bytes;
        foreach (var piece in pieces.Pieces)
        {
            model.Tokenize(text.Slice(piece.Start, piece.Length), workspace.Ids);
            if (workspace.Ids.Count > limit)
                return;
        }
    }
}

using System.Text;
using Clip.Text.AddedTokens;
using Clip.Text.Models;
using Clip.Text.Normalizers;
using Clip.Text.PreTokenizers;
using Clip.Text.Unicode;

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

    /// <summary>What the last token of a word ends with; empty for nothing.</summary>
    public string EndOfWordSuffix => model is BpeModel bpe ? bpe.EndOfWordSuffix : "";

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

    /// <summary>The same pipeline without some of its stages; added tokens are found in any case.</summary>
    public TextPipeline With(bool normalization, bool preTokenization) => normalization && preTokenization
        ? this
        : new(addedTokens, normalization ? normalizer : null, preTokenization ? preTokenizer : null, model);

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
                    EncodePart(text, done, start, workspace, limit);
                if (start < end)
                    workspace.Ids.Add(id, start, end);
                done = end;
                if (workspace.Ids.Count > limit)
                    return;
            }
        }

        EncodePart(text, done, text.Length, workspace, limit);
    }

    private void EncodePart(
        ReadOnlySpan<byte> original, int partStart, int partEnd, Workspace workspace, int limit)
    {
        if (partStart == partEnd)
            return;
        workspace.Text.Set(original[partStart..partEnd], isAtTextStart: partStart == 0, partStart);
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
        var sources = new SourceMap();
        if (workspace.Text.IsTraced)
            sources.Add(workspace.Text.Sources, 0, text.Length);
        do
        {
            if (done < start)
                EncodeCopy(done, start);
            if (start < end)
                AddToken(id, start, end);
            done = end;
            if (workspace.Ids.Count > limit)
                return;
        }
        while (finder.TryFind(text, ref searched, done, out start, out end, out id));
        EncodeCopy(done, text.Length);

        void EncodeCopy(int copyStart, int copyEnd)
        {
            workspace.Text.SetPart(text.AsSpan(copyStart..copyEnd), origin - copyStart, sources, copyStart);
            EncodeWords(workspace, limit);
        }

        void AddToken(int token, int tokenStart, int tokenEnd)
        {
            var span = workspace.Text.IsTraced ? sources.Find(tokenStart, tokenEnd) : default;
            workspace.Ids.Add(token, span.Start, span.End);
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
            var before = workspace.Ids.Count;
            model.Tokenize(text.Slice(piece.Start, piece.Length), workspace.Ids);
            if (workspace.Ids.RecordsSpans)
                workspace.Ids.LocateSpans(before, piece.Start, workspace.Text.Sources);
            if (workspace.Ids.Count > limit)
                return;
        }
    }
}

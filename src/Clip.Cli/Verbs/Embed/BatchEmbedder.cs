using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Embed;

/// <summary>An item to encode, or the error that it could not be read with.</summary>
internal readonly record struct EmbeddingRequest(InputItem Item, ClipException? Error = null);

/// <summary>
/// Encodes groups of texts and pictures and answers in their order; a bad item does not stop the rest.
/// </summary>
internal sealed class BatchEmbedder(ClipModel model, EmbeddingWriter writer, Terminal terminal)
{
    private bool _hasWarned;

    /// <summary>How many items could not be encoded.</summary>
    public int Failed { get; private set; }

    /// <summary>Encodes a group and writes its vectors.</summary>
    public async Task EmbedAsync(IReadOnlyList<EmbeddingRequest> group, CancellationToken cancellationToken)
    {
        var vectors = new float[group.Count][];
        var errors = group.Select(static request => request.Error).ToArray();
        EncodeTexts(group, vectors, errors, cancellationToken);
        for (var i = 0; i < group.Count; i++)
        {
            if (!group[i].Item.IsPicture || errors[i] is not null)
                continue;
            try
            {
                vectors[i] = await PictureInput.EncodeAsync(model, group[i].Item.Value, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (PictureException error)
            {
                errors[i] = error;
            }
        }
        for (var i = 0; i < group.Count; i++)
            Write(group[i].Item, vectors[i], errors[i]);
        terminal.Flush();
    }

    private void Write(InputItem item, float[] vector, ClipException? error)
    {
        if (error is null)
        {
            writer.Write(item, vector);
            return;
        }
        Failed++;
        var message = ErrorText.Of(error);
        terminal.Error(message);
        writer.WriteError(item, message);
    }

    private void EncodeTexts(
        IReadOnlyList<EmbeddingRequest> group, float[][] vectors, ClipException?[] errors,
        CancellationToken cancellationToken)
    {
        var texts = Enumerable.Range(0, group.Count)
            .Where(i => group[i] is { Error: null, Item.IsPicture: false })
            .ToList();
        if (texts.Count == 0)
            return;
        foreach (var i in texts)
        {
            TextInput.WarnIfTruncated(model.Text, group[i].Item.Value, terminal);
            // One warning says it for a whole list in another language.
            _hasWarned = _hasWarned || TextInput.WarnIfUnknown(model, group[i].Item.Value, terminal);
        }
        var all = new float[texts.Count * model.Dimensions];
        var missing = model.Text.EncodeEach(texts.ConvertAll(i => group[i].Item.Value), all, cancellationToken);
        foreach (var i in missing)
            errors[texts[i]] = model.Text.NoEmbedding(group[texts[i]].Item.Value);
        for (var i = 0; i < texts.Count; i++)
            vectors[texts[i]] = all[(i * model.Dimensions)..((i + 1) * model.Dimensions)];
    }
}

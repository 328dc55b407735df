using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>An input whose vector is wanted, or what is wrong with it.</summary>
internal readonly record struct EmbeddingRequest(Asked Asked, ClipException? Error = null);

/// <summary>Encodes a group of texts and pictures and answers in their order; a bad one does not stop the rest.</summary>
internal sealed class BatchEmbedder(ClipModel model, EmbeddingWriter writer, Terminal terminal)
{
    /// <summary>How many inputs could not be encoded.</summary>
    public int Failed { get; private set; }

    /// <summary>Encodes and writes a group.</summary>
    public async Task EmbedAsync(IReadOnlyList<EmbeddingRequest> group, CancellationToken cancellationToken)
    {
        var vectors = new float[group.Count][];
        var errors = group.Select(static item => item.Error).ToArray();
        EncodeTexts(group, vectors, cancellationToken);
        for (var i = 0; i < group.Count; i++)
        {
            if (!group[i].Asked.IsPicture || errors[i] is not null)
                continue;
            try
            {
                vectors[i] = await PictureInput.EncodeAsync(model, group[i].Asked.Value, cancellationToken).ConfigureAwait(false);
            }
            catch (PictureException error)
            {
                errors[i] = error;
            }
        }

        for (var i = 0; i < group.Count; i++)
        {
            var (value, isPicture) = group[i].Asked;
            if (errors[i] is { } error)
            {
                Failed++;
                terminal.Error(ErrorText.Of(error));
                writer.WriteError(value, isPicture, ErrorText.Of(error));
            }
            else
                writer.Write(value, isPicture, vectors[i]);
        }
    }

    private void EncodeTexts(IReadOnlyList<EmbeddingRequest> group, float[][] vectors, CancellationToken cancellationToken)
    {
        var texts = Enumerable.Range(0, group.Count).Where(i => group[i] is { Error: null, Asked.IsPicture: false }).ToList();
        if (texts.Count == 0)
            return;
        foreach (var i in texts)
            TextInput.WarnIfTruncated(model.Text, group[i].Asked.Value, terminal);
        var all = new float[texts.Count * model.Dimension];
        model.Text.Encode(texts.ConvertAll(i => group[i].Asked.Value), all, cancellationToken);
        for (var i = 0; i < texts.Count; i++)
            vectors[texts[i]] = all[(i * model.Dimension)..((i + 1) * model.Dimension)];
    }
}

using Clip.Cli.Output;
using Clip.Images;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>Encodes a group of texts and pictures and answers in their order; a bad one does not stop the rest.</summary>
internal sealed class BatchEmbedder(ClipModel model, EmbeddingWriter writer, Terminal terminal)
{
    /// <summary>How many inputs could not be encoded.</summary>
    public int Failed { get; private set; }

    /// <summary>Encodes and writes a group.</summary>
    /// <param name="group">The inputs, each with the error that its line had already.</param>
    /// <param name="cancellationToken">Stops between inputs.</param>
    public async Task EmbedAsync(IReadOnlyList<(Asked Asked, ClipException? Error)> group, CancellationToken cancellationToken)
    {
        var vectors = new float[group.Count][];
        var errors = group.Select(static item => item.Error).ToArray();
        EncodeTexts(group, vectors, errors, cancellationToken);
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
                terminal.Error(error.Message);
                writer.WriteError(value, isPicture, error.Message);
            }
            else
                writer.Write(value, isPicture, vectors[i]);
        }
    }

    private void EncodeTexts(
        IReadOnlyList<(Asked Asked, ClipException? Error)> group, float[][] vectors, ClipException?[] errors, CancellationToken cancellationToken)
    {
        List<int> texts = [];
        for (var i = 0; i < group.Count; i++)
        {
            if (group[i].Asked.IsPicture || errors[i] is not null)
                continue;
            try
            {
                TextInput.WarnIfTruncated(model.Text, group[i].Asked.Value, terminal);
                model.Text.Tokenize(group[i].Asked.Value);
                texts.Add(i);
            }
            catch (Text.TokenizerException error) when (error.Subject.StartsWith('"') || !File.Exists(error.Subject))
            {
                errors[i] = error;
            }
        }
        if (texts.Count == 0)
            return;
        var all = new float[texts.Count * model.Dimension];
        model.Text.Encode(texts.ConvertAll(i => group[i].Asked.Value), all, cancellationToken);
        for (var i = 0; i < texts.Count; i++)
            vectors[texts[i]] = all[(i * model.Dimension)..((i + 1) * model.Dimension)];
    }
}

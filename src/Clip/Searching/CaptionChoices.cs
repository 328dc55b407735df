using Clip.Captions;

namespace Clip.Searching;

/// <summary>
/// Captions in memory, to choose from without an index: those of a caption file, or a list. Thread-safe. The model must
/// live as long as the choices.
/// </summary>
internal sealed class CaptionChoices : IDisposable
{
    private const int BatchSize = 256;

    private readonly ClipModel _model;
    private readonly List<CaptionRecord> _captions;
    private readonly VectorIndex _vectors;

    private CaptionChoices(ClipModel model, List<CaptionRecord> captions, VectorIndex vectors)
    {
        _model = model;
        _captions = captions;
        _vectors = vectors;
    }

    /// <summary>How many captions there are; equal texts count once.</summary>
    public int Count => _captions.Count;

    /// <summary>Reads and encodes the captions of a file.</summary>
    /// <param name="model">The model to encode with.</param>
    /// <param name="path">A text file, CSV, JSON Lines, COCO JSON or Flickr token file.</param>
    /// <param name="onError">Called for each line that cannot be read; the others are used.</param>
    /// <param name="cancellationToken">Stops the reading and the encoding.</param>
    /// <exception cref="ClipException">The file cannot be used.</exception>
    public static CaptionChoices Load(
        ClipModel model, string path, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var file = CaptionFile.Read(path, cancellationToken);
        foreach (var error in file.Errors)
            onError?.Invoke(error);
        return Encode(model, file.Records, onError, cancellationToken);
    }

    /// <summary>Encodes captions.</summary>
    /// <param name="model">The model to encode with.</param>
    /// <param name="captions">The captions, and the pictures that they belong to where that is known.</param>
    /// <param name="onError">
    /// Called for each caption of which the model computes no usable embedding, and which is left out.
    /// </param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    public static CaptionChoices Encode(
        ClipModel model, IEnumerable<CaptionRecord> captions, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(captions);
        var distinct = captions.DistinctBy(static record => record.Text).ToList();
        List<CaptionRecord> usable = [];
        var index = new VectorIndex(model.Dimensions);
        try
        {
            foreach (var batch in distinct.Chunk(BatchSize))
            {
                var vectors = new float[batch.Length * model.Dimensions];
                var texts = Array.ConvertAll(batch, static record => record.Text);
                var missing = model.Text.EncodeEachCaption(
                    texts, vectors, model.Text.CaptionLanguage, cancellationToken);
                for (var i = 0; i < batch.Length; i++)
                {
                    if (missing.Contains(i))
                    {
                        onError?.Invoke(model.Text.NoEmbedding(texts[i]));
                        continue;
                    }
                    index.Add(vectors.AsSpan(i * model.Dimensions, model.Dimensions));
                    usable.Add(batch[i]);
                }
            }
            return new CaptionChoices(model, usable, index);
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>The captions nearest to a picture, which is decoded exactly.</summary>
    /// <param name="request">
    /// The picture, and how many captions to return. <see cref="CaptionRequest.Update"/> is not read.
    /// </param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public async Task<CaptionAnswer> ChooseAsync(CaptionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var vector = await Task.Run(() => request.Picture.EncodeAsync(_model, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var found = _vectors.Search(vector, request.TopK, cancellationToken: cancellationToken);
        var scale = ScoreScale.Of(
            request.Score, request.MinScore, () => _vectors.Measure(vector, _model.LogitScale, cancellationToken));
        var (kept, below) = scale.Keep(found, static row => row.Score);
        var captions = kept.Select((row, i) => new FoundCaption(
            i + 1, _captions[(int)row.Row].Text, scale.Convert(row.Score), row.Score,
            _captions[(int)row.Row].Picture));
        return new CaptionAnswer([.. captions]) { BelowMinimum = below, Distribution = scale.Distribution };
    }

    /// <inheritdoc/>
    public void Dispose() => _vectors.Dispose();
}

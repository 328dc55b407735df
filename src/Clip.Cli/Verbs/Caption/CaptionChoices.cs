using Clip.Captions;
using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Models;
using Clip.Vectors;

namespace Clip.Cli.Verbs.Caption;

/// <summary>The captions of a file, encoded, to choose among without an index.</summary>
internal sealed class CaptionChoices : IDisposable
{
    private const int BatchSize = 256;

    private readonly List<CaptionRecord> _captions;
    private readonly VectorIndex _vectors;

    private CaptionChoices(List<CaptionRecord> captions, VectorIndex vectors)
    {
        _captions = captions;
        _vectors = vectors;
    }

    public static CaptionChoices Load(string file, ClipModel model, Terminal terminal, CancellationToken cancellationToken)
    {
        var read = CaptionFile.Read(file, cancellationToken);
        foreach (var error in read.Errors)
            terminal.Error(ErrorText.Of(error));
        var captions = read.Records.DistinctBy(static record => record.Text).ToList();
        var index = new VectorIndex(model.Dimension);
        try
        {
            foreach (var batch in captions.Chunk(BatchSize))
            {
                var vectors = new float[batch.Length * model.Dimension];
                var texts = Array.ConvertAll(batch, static record => record.Text);
                model.Text.EncodeCaptions(texts, vectors, model.Text.CaptionLanguage, cancellationToken);
                for (var i = 0; i < batch.Length; i++)
                    index.Add(vectors.AsSpan(i * model.Dimension, model.Dimension));
            }
            return new CaptionChoices(captions, index);
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>The captions nearest to a unit vector, best first; equal scores in the order of the file.</summary>
    public IReadOnlyList<CaptionHit> Nearest(float[] vector, int topK, CancellationToken cancellationToken) =>
        [.. _vectors.Search(vector, topK, cancellationToken: cancellationToken)
            .Select((found, i) => Hit(i + 1, _captions[(int)found.Row], found))];

    /// <summary>The distribution of a unit vector's scores over all captions of the file.</summary>
    public ScoreDistribution Measure(float[] vector, LogitScale logits, CancellationToken cancellationToken) =>
        _vectors.Measure(vector, logits, cancellationToken);

    public void Dispose() => _vectors.Dispose();

    private static CaptionHit Hit(int rank, CaptionRecord caption, ScoredRow found) =>
        new(rank, caption.Text, found.Score, caption.Picture, found.Row);
}

using Clip.Captions;
using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Models;
using Clip.Search;

namespace Clip.Cli.Inputs;

/// <summary>The captions of a file, encoded, to choose among without an index.</summary>
internal sealed class CaptionChoices
{
    private readonly List<CaptionRecord> _captions;
    private readonly float[] _vectors;
    private readonly int _dimension;

    private CaptionChoices(List<CaptionRecord> captions, float[] vectors, int dimension)
    {
        _captions = captions;
        _vectors = vectors;
        _dimension = dimension;
    }

    public static CaptionChoices Load(string file, ClipModel model, Terminal terminal, CancellationToken cancellationToken)
    {
        var read = CaptionFile.Read(file, cancellationToken);
        foreach (var error in read.Errors)
            terminal.Error(error.Message);
        var captions = read.Records.DistinctBy(static record => record.Text).ToList();
        var vectors = new float[captions.Count * model.Dimension];
        model.Text.Encode(captions.ConvertAll(static record => record.Text), vectors, cancellationToken);
        return new CaptionChoices(captions, vectors, model.Dimension);
    }

    /// <summary>The captions nearest to a unit vector, best first; of equal scores the one that comes first in the file.</summary>
    public IEnumerable<CaptionHit> Nearest(float[] vector, int topK, float minScore) =>
        _captions
            .Select((record, row) => (Record: record, Score: (float)VectorComparison.Of(vector, _vectors.AsSpan(row * _dimension, _dimension)).Cosine))
            .Where(scored => scored.Score >= minScore)
            .OrderByDescending(static scored => scored.Score)
            .Take(topK)
            .Select((scored, i) => new CaptionHit(i + 1, scored.Record.Text, scored.Score, scored.Record.Picture, -1));
}

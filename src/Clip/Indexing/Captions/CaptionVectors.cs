using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>Encodes captions and stores them in the index.</summary>
internal sealed class CaptionVectors(IndexRun run)
{
    private const int BatchSize = 256;

    /// <summary>
    /// Stores captions that are not in the index yet. Only these are encoded, so the text tower may not be needed. They
    /// are not committed before the caller has said what they belong to: otherwise a search could find a caption that
    /// nobody says, and an interrupted run would leave it there.
    /// </summary>
    /// <param name="texts">The captions, without duplicates.</param>
    /// <param name="cancellationToken">Cancels between and inside batches.</param>
    /// <returns>The entry of each caption, except of those of which the model computes no usable embedding.</returns>
    /// <exception cref="IndexException">The index has captions in another language.</exception>
    public Dictionary<string, long> Store(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var index = run.Changes.OpenIndex();
        Dictionary<string, long> entries = [];
        List<string> unknown = [];
        foreach (var text in texts)
        {
            if (index.FindCaption(text) is { } entry)
                entries[text] = entry;
            else
                unknown.Add(text);
        }

        foreach (var batch in unknown.Chunk(BatchSize))
        {
            foreach (var (text, vector) in Encode(batch, cancellationToken))
            {
                entries[text] = index.AddCaption(text, vector.Span);
                run.Changes.Counts.Captions++;
            }
        }
        return entries;
    }

    /// <summary>Encodes captions again that are in the index and have damaged vectors.</summary>
    /// <exception cref="IndexException">The index has captions in another language.</exception>
    public void Replace(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        foreach (var batch in texts.Chunk(BatchSize))
        {
            foreach (var (text, vector) in Encode(batch, cancellationToken))
            {
                run.Changes.OpenIndex().ReplaceCaptionVector(text, vector.Span);
                run.Changes.CommitIfDue();
            }
        }
    }

    private IEnumerable<(string Text, ReadOnlyMemory<float> Vector)> Encode(
        string[] texts, CancellationToken cancellationToken)
    {
        var dimension = run.Model.Dimensions;
        var vectors = new float[texts.Length * dimension];
        var missing = run.Model.Text.EncodeEachCaption(
            texts, vectors, CaptionLanguage.Choose(run), cancellationToken);
        foreach (var i in missing)
            run.Report(run.Model.Text.NoEmbedding(texts[i]));
        return texts.Select((text, i) => (text, (ReadOnlyMemory<float>)vectors.AsMemory(i * dimension, dimension)))
            .Where((_, i) => !missing.Contains(i));
    }
}

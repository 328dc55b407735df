using Clip.Catalog;
using Clip.Catalog.Writing;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Encodes the captions of an index, all of them in one language: a model that is told the language of its texts gives
/// other vectors for another one, and a query in one language is to find captions in another.
/// </summary>
internal static class CaptionVectors
{
    private const int BatchSize = 256;
    private const string LanguageNote = "caption-language";

    /// <summary>Encodes captions in the language that the index's captions have, or that the model was opened with for the first of them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="index">The index, open for writing.</param>
    /// <param name="texts">The captions.</param>
    /// <param name="destination">Receives texts × dimension floats.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <exception cref="IndexException">The index has captions in another language.</exception>
    public static void Encode(ClipModel model, PictureIndexWriter index, IReadOnlyList<string> texts, Span<float> destination, CancellationToken cancellationToken) =>
        model.Text.EncodeCaptions(texts, destination, LanguageOf(model, index), cancellationToken);

    /// <summary>The vector of one caption.</summary>
    /// <exception cref="IndexException">The index has captions in another language.</exception>
    public static float[] Encode(ClipModel model, PictureIndexWriter index, string text, CancellationToken cancellationToken)
    {
        var vector = new float[model.Dimension];
        Encode(model, index, [text], vector, cancellationToken);
        return vector;
    }

    /// <summary>Gives every caption an entry, encoding those that the index does not have yet. The text tower is loaded only for these.</summary>
    /// <param name="model">The model.</param>
    /// <param name="changes">The run's changes.</param>
    /// <param name="texts">The captions, each once.</param>
    /// <param name="standsAlone">Whether a caption stays where no picture has it.</param>
    /// <param name="mayCommit">Whether captions may be committed before the pictures that have them.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <returns>The entry of each.</returns>
    /// <exception cref="IndexException">The index has captions in another language.</exception>
    public static Dictionary<string, long> Store(
        ClipModel model, IndexChanges changes, IEnumerable<string> texts, Func<string, bool> standsAlone, bool mayCommit, CancellationToken cancellationToken)
    {
        Dictionary<string, long> entries = [];
        List<string> unknown = [];
        foreach (var text in texts)
        {
            if (changes.Index.FindCaption(text) is { } entry)
                entries[text] = entry;
            else
                unknown.Add(text);
        }

        foreach (var batch in unknown.Chunk(BatchSize))
        {
            var vectors = new float[batch.Length * model.Dimension];
            Encode(model, changes.Index, batch, vectors, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
            {
                entries[batch[i]] = changes.Index.AddCaption(batch[i], vectors.AsSpan(i * model.Dimension, model.Dimension), standsAlone(batch[i]));
                changes.CountCaption();
            }
            if (mayCommit)
                changes.Changed(batch.Length);
        }
        return entries;
    }

    /// <summary>Refuses another language than that of the captions that are there, before anything is written.</summary>
    /// <exception cref="IndexException">The index has captions in another language than the model was opened with.</exception>
    public static void RequireOneLanguage(ClipModel model, IndexLocation location, KnownFiles known)
    {
        if (model.TextGraph is not null && model.Text.CaptionLanguage is { } asked && known.CaptionCount > 0 && known.Note(LanguageNote) is var noted && noted != asked)
            throw Second(location, noted, asked);
    }

    private static string? LanguageOf(ClipModel model, PictureIndexWriter index)
    {
        var noted = index.Note(LanguageNote);
        if (model.Text.CaptionLanguage is not { } asked || asked == noted)
            return noted;
        if (noted is not null || index.CaptionCount > 0)
            throw Second(index.Location, noted, asked);
        index.SetNote(LanguageNote, asked);
        return asked;
    }

    private static IndexException Second(IndexLocation location, string? first, string second) =>
        IndexException.OtherCaptionLanguage(location.Directory, first, second);
}

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>What is wrong with the vector file as a whole; null for an index that can be searched.</summary>
    public IndexException? VectorFileProblem => _vectors.Problem;

    /// <summary>
    /// Opens an index to look at it and to <see cref="Verify"/> it, also where its vector file is missing, cut short or
    /// without its header. Searches fail then, with <see cref="VectorFileProblem"/>.
    /// </summary>
    /// <inheritdoc cref="OpenRead"/>
    public static PictureIndex OpenToVerify(IndexLocation location, IndexModel? expected = null) =>
        OpenReader(location, expected, isTolerant: true);

    /// <summary>
    /// Opens an index to change it, with a vector file in any case: what is missing of it is filled with zeros, so that the
    /// checksums tell which vectors are lost.
    /// </summary>
    /// <inheritdoc cref="WaitToWrite"/>
    public static PictureIndex OpenToRepair(
        IndexLocation location, IndexModel model, WriterWait wait, CancellationToken cancellationToken = default) =>
        OpenWriter(location, model, wait, isTolerant: true, cancellationToken);

    /// <summary>
    /// Makes the next run of the indexer encode a picture again: its files count as changed, and no other counts as a copy
    /// of it. They stay in the index with all that is known of them until then.
    /// </summary>
    /// <returns>False when there is no such picture.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool Expire(long entry)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            var known = _catalog.ExpirePicture(entry);
            change.Done();
            return known;
        }
    }

    /// <summary>Gives a caption a new vector, in place of one that is damaged. What uses the caption keeps it.</summary>
    /// <param name="text">The caption.</param>
    /// <param name="vector">Its embedding, of unit length.</param>
    /// <returns>False when there is no such caption.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool ReplaceCaptionVector(string text, ReadOnlySpan<float> vector)
    {
        StorableText.CheckCaption(text);
        CheckVector($"caption \"{text}\"", vector);
        lock (_turn)
        {
            using var change = BeginChange();
            var isKnown = _catalog.FindCaption(text) is not null;
            if (_catalog.FindCaption(text) is var (entry, _))
            {
                _catalog.MoveCaption(entry, Append(vector, _captions));
                _captions.Remove(entry);
            }
            change.Done();
            return isKnown;
        }
    }
}

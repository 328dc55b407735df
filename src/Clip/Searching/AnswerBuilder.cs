namespace Clip.Searching;

/// <summary>Turns the hits of an index into the answer to a request.</summary>
/// <param name="scale">The scores that were asked for.</param>
internal sealed class AnswerBuilder(ScoreScale scale)
{
    /// <summary>Whether to look up what the index knows about each file.</summary>
    public bool WithFiles { get; init; }

    /// <summary>The query to explain each answer with, or null.</summary>
    public QueryMix? Explained { get; init; }

    /// <summary>The axis that decides about the order, or null.</summary>
    public AxisScale? Axis { get; init; }

    /// <param name="files">Best first.</param>
    public IReadOnlyList<FoundPicture> Pictures(IReadOnlyList<FoundFile> files)
    {
        var pictures = files.Select(Picture).ToList();
        return Axis is null ? pictures : [.. pictures.OrderBy(static picture => picture.Position)];
    }

    /// <param name="hits">Best first.</param>
    /// <param name="notices">What happened on the way.</param>
    public CaptionAnswer Captions(IReadOnlyList<(IndexSnapshot Index, CaptionHit Hit)> hits, NoticeLog notices)
    {
        var (kept, below) = scale.Keep(hits, static found => found.Hit.Score);
        var captions = kept.Select((found, place) => new FoundCaption(
            place + 1, found.Hit.Caption, scale.Convert(found.Hit.Score), found.Hit.Score, found.Hit.Path)
        {
            Location = found.Index.Location,
        });
        return new CaptionAnswer([.. captions])
        {
            BelowMinimum = below,
            Distribution = scale.Distribution,
            Notices = notices.ToList(),
        };
    }

    private FoundPicture Picture(FoundFile file, int place)
    {
        var (index, entry) = file.Picture.Key;
        var cosine = file.Picture.Cosine;
        var vector = Axis is null && Explained is null ? null : VectorOf(index, entry);
        return new FoundPicture(place + 1, file.Path, scale.Convert(cosine), cosine, file.Caption, entry)
        {
            By = file.Picture.By,
            Chance = file.Picture.Chance,
            Copies = file.Copies,
            Location = index.Location,
            File = WithFiles ? index.FindFile(file.Path) : null,
            Position = vector is null ? null : Axis?.PositionOf(vector),
            Explanation = vector is null ? [] : Explained?.Explain(vector) ?? [],
        };
    }

    private static float[]? VectorOf(IndexSnapshot index, long entry)
    {
        var vector = new float[index.Model.Dimensions];
        return index.ReadVector(entry, vector) ? vector : null;
    }
}

namespace Clip.Searching;

/// <summary>Turns the hits of an index into the answer to a request.</summary>
internal static class AnswerBuilder
{
    /// <param name="files">Best first.</param>
    /// <param name="scale">The scores that were asked for.</param>
    /// <param name="below">How many pictures were left out because of their score.</param>
    /// <param name="filterCounts">Why the filter leaves nothing; empty where it does.</param>
    /// <param name="withFiles">Whether to look up what the index knows about each file.</param>
    /// <param name="explained">The query to explain each answer with, or null.</param>
    /// <param name="notices">What happened on the way.</param>
    public static SearchAnswer Pictures(
        IReadOnlyList<FoundFile> files, ScoreScale scale, int below, IReadOnlyList<FilterCount> filterCounts,
        bool withFiles, QueryMix? explained, NoticeLog notices)
    {
        var pictures = files.Select((file, i) =>
        {
            var (index, entry) = file.Picture.Key;
            var cosine = file.Picture.Cosine;
            return new FoundPicture(i + 1, file.Path, scale.Convert(cosine), cosine, file.Caption, entry)
            {
                By = file.Picture.By,
                Copies = file.Copies,
                Location = index.Location,
                File = withFiles ? index.FindFile(file.Path) : null,
                Explanation = explained is null ? [] : Explain(index, entry, explained),
            };
        });
        return new SearchAnswer([.. pictures])
        {
            BelowMinimum = below,
            Distribution = scale.Distribution,
            FilterCounts = filterCounts,
            Notices = notices.ToList(),
        };
    }

    /// <param name="hits">Best first.</param>
    /// <param name="scale">The scores that were asked for.</param>
    /// <param name="notices">What happened on the way.</param>
    public static CaptionAnswer Captions(IReadOnlyList<CaptionHit> hits, ScoreScale scale, NoticeLog notices)
    {
        var (kept, below) = scale.Keep(hits, static hit => hit.Score);
        var captions = kept.Select(hit =>
            new FoundCaption(hit.Rank, hit.Caption, scale.Convert(hit.Score), hit.Score, hit.Path));
        return new CaptionAnswer([.. captions])
        {
            BelowMinimum = below,
            Distribution = scale.Distribution,
            Notices = notices.ToList(),
        };
    }

    private static IReadOnlyList<TermShare> Explain(IndexSnapshot index, long entry, QueryMix query)
    {
        var vector = new float[query.Vector.Length];
        return index.ReadVector(entry, vector) ? query.Explain(vector) : [];
    }
}

using Clip.Catalog;
using Clip.Catalog.Reading;

namespace Clip.Searching;

/// <summary>Turns the hits of an index into the answer to a request.</summary>
internal static class AnswerBuilder
{
    /// <param name="index">The index that the hits come from.</param>
    /// <param name="hits">Best first.</param>
    /// <param name="scale">The scores that were asked for.</param>
    /// <param name="withFiles">Whether to look up what the index knows about each file.</param>
    /// <param name="explained">The query to explain each answer with, or null.</param>
    /// <param name="notices">What happened on the way.</param>
    public static SearchAnswer Pictures(
        IndexSnapshot index, IReadOnlyList<PictureHit> hits, ScoreScale scale, bool withFiles, QueryMix? explained,
        NoticeLog notices)
    {
        var (pictures, below) = scale.Keep(hits, static hit => hit.Score, (hit, score) =>
            new FoundPicture(hit.Rank, hit.Path, score, hit.Score, hit.Caption, hit.Entry)
            {
                File = withFiles ? index.FindFile(hit.Path) : null,
                Explanation = explained is null ? [] : Explain(index, hit, explained),
            });
        return new SearchAnswer(pictures)
        {
            BelowMinimum = below,
            Distribution = scale.Distribution,
            Notices = notices.ToList(),
        };
    }

    /// <inheritdoc cref="Pictures"/>
    public static CaptionAnswer Captions(IReadOnlyList<CaptionHit> hits, ScoreScale scale, NoticeLog notices)
    {
        var (captions, below) = scale.Keep(hits, static hit => hit.Score, static (hit, score) =>
            new FoundCaption(hit.Rank, hit.Caption, score, hit.Score, hit.Path));
        return new CaptionAnswer(captions)
        {
            BelowMinimum = below,
            Distribution = scale.Distribution,
            Notices = notices.ToList(),
        };
    }

    private static IReadOnlyList<TermShare> Explain(IndexSnapshot index, PictureHit hit, QueryMix query)
    {
        var vector = new float[query.Vector.Length];
        return index.ReadVector(hit.Entry, vector) ? query.Explain(vector) : [];
    }
}

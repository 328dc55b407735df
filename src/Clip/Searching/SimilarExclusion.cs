using Clip.Catalog;
using Clip.Catalog.Reading;

namespace Clip.Searching;

/// <summary>
/// What a search for similar pictures leaves out. Of a file in the index, only that file: its copies are what many
/// users look for. Of a file from elsewhere, all files with the same content, because they are the picture itself. A
/// picture without a file is not compared with the index, so nothing is left out.
/// </summary>
internal static class SimilarExclusion
{
    /// <summary>The nearest pictures without the query picture itself.</summary>
    public static IReadOnlyList<PictureHit> Search(
        IndexSnapshot index, EncodedPicture picture, int topK, PictureFilter? filter,
        CancellationToken cancellationToken)
    {
        if (picture.Path is null)
        {
            return index.SearchPictures(
                picture.Vector, topK, picture.EntryIn(index), filter: filter, cancellationToken: cancellationToken);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        var oneMore = topK == int.MaxValue ? topK : topK + 1;
        var hits = index.SearchPictures(picture.Vector, oneMore, filter: filter, cancellationToken: cancellationToken);
        return
        [
            .. hits.Where(hit => hit.Path != picture.Path).Take(topK)
                .Select(static (hit, i) => hit with { Rank = i + 1 }),
        ];
    }
}

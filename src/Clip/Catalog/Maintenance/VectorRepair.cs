using Clip.Catalog.Writing;

namespace Clip.Catalog.Maintenance;

/// <summary>Opens an index whose vector file is damaged, so that lost vectors can be replaced.</summary>
internal static class VectorRepair
{
    /// <summary>
    /// Opens an index to change it, with a vector file in any case: what is missing of it is filled with zeros, so that
    /// <see cref="IndexVerification"/> finds out by the checksums which vectors are lost. Their pictures are encoded
    /// again by the next run of the indexer after <see cref="PictureIndexWriter.Expire"/>, and
    /// <see cref="PictureIndexWriter.ReplaceCaptionVector"/> replaces those of captions.
    /// </summary>
    /// <inheritdoc cref="PictureIndexWriter.Open"/>
    public static PictureIndexWriter Open(
        IndexLocation location, IndexModel model, WriterWait? wait = null,
        CancellationToken cancellationToken = default) =>
        WriterOpening.Open(location, model, wait ?? WriterWait.None, repairsVectors: true, cancellationToken);
}

namespace Clip.Metadata;

/// <summary>The metadata inside a picture file or its sidecar.</summary>
/// <param name="Metadata">When, where and with which camera it was taken.</param>
/// <param name="DateKind">What its date is the date of; null if it has none.</param>
/// <param name="Texts">Titles, descriptions and keywords, without duplicates.</param>
/// <param name="IsComplete">Whether the bytes that were read contain all metadata of the file.</param>
internal sealed record EmbeddedMetadata(
    PictureMetadata Metadata, DateKind? DateKind, PictureTexts Texts, bool IsComplete)
{
    /// <summary>
    /// This, completed by other metadata of the same picture, such as of its other sidecar. When it was taken precedes
    /// when it was digitized, whichever says it.
    /// </summary>
    public EmbeddedMetadata Over(EmbeddedMetadata other)
    {
        var dated = DateKind is { } kind && !(other.DateKind < kind) ? this : other.DateKind is null ? this : other;
        return new EmbeddedMetadata(
            Metadata with
            {
                Captured = dated.Metadata.Captured,
                UtcOffset = dated.Metadata.UtcOffset,
                Camera = Metadata.Camera ?? other.Metadata.Camera,
                Place = Metadata.Place ?? other.Metadata.Place,
            },
            dated.DateKind, Texts.Over(other.Texts), IsComplete && other.IsComplete);
    }
}

namespace Clip;

/// <summary>
/// When, where and with which camera a picture was taken, according to its file and its XMP sidecars. A part is null if
/// they do not contain it, or contain an invalid value.
/// </summary>
/// <remarks>Immutable.</remarks>
public sealed record PictureMetadata
{
    /// <summary>The metadata of a picture without any.</summary>
    public static PictureMetadata None { get; } = new();

    /// <summary>The local time at which it was taken.</summary>
    public DateTime? Captured { get; init; }

    /// <summary>
    /// The offset of that time from UTC, in whole minutes from -14 to 14 hours; null if only the time is known.
    /// </summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>
    /// Maker and model of the camera, with the maker named once: <c>NIKON D750</c>, <c>SONY ILCE-7M3</c>.
    /// </summary>
    public string? Camera { get; init; }

    /// <summary>Where it was taken.</summary>
    public GeoPoint? Place { get; init; }
}

namespace Clip.Metadata;

/// <summary>
/// What a picture's file says of when, where and with what it was taken. Each part is null where the file does not say it,
/// or says something that cannot be.
/// </summary>
/// <remarks>Immutable.</remarks>
public sealed record PictureMetadata
{
    /// <summary>What is known of a picture that says nothing.</summary>
    public static PictureMetadata None { get; } = new();

    /// <summary>When it was taken, as a clock on the wall beside the camera showed it.</summary>
    public DateTime? Captured { get; init; }

    /// <summary>How far that clock was ahead of UTC, in whole minutes from -14 to 14 hours; null where only the time is known.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>Maker and model of the camera, the maker named once: <c>NIKON D750</c>, <c>SONY ILCE-7M3</c>.</summary>
    public string? Camera { get; init; }

    /// <summary>Where it was taken.</summary>
    public GeoPoint? Place { get; init; }
}

namespace Clip;

/// <summary>A point on the globe (WGS 84).</summary>
public readonly record struct GeoPoint
{
    // The mean radius of the International Union of Geodesy and Geophysics.
    private const double EarthRadiusKilometers = 6371.0088;

    /// <summary>Creates a point.</summary>
    /// <param name="latitude">Degrees, from -90 (south) to 90 (north).</param>
    /// <param name="longitude">Degrees, from -180 (west) to 180 (east).</param>
    /// <exception cref="ArgumentOutOfRangeException">A degree is out of range or not a number.</exception>
    public GeoPoint(double latitude, double longitude)
    {
        if (!(Math.Abs(latitude) <= 90))
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "must lie between -90 and 90");
        if (!(Math.Abs(longitude) <= 180))
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "must lie between -180 and 180");
        (Latitude, Longitude) = (latitude, longitude);
    }

    /// <summary>Degrees north of the equator; south is negative.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east of Greenwich; west is negative.</summary>
    public double Longitude { get; }

    /// <summary>
    /// The distance to another point, in kilometers, on a sphere (haversine formula); the error is at most 0.6 %.
    /// </summary>
    public double KilometersTo(GeoPoint other)
    {
        var latitudes = Math.Sin(Radians(other.Latitude - Latitude) / 2);
        var longitudes = Math.Sin(Radians(other.Longitude - Longitude) / 2);
        var chord = (latitudes * latitudes)
            + (Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * longitudes * longitudes);
        return 2 * EarthRadiusKilometers * Math.Asin(Math.Sqrt(Math.Min(1, chord)));

        static double Radians(double degrees) => degrees * (Math.PI / 180);
    }

    /// <summary>
    /// The point that a file names, or null if the degrees are invalid. Cameras that do not know their position write
    /// two zeros, a point in the open Atlantic, so zeros count as invalid.
    /// </summary>
    internal static GeoPoint? TryCreate(double latitude, double longitude) =>
        (latitude, longitude) != (0, 0) && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
            ? new GeoPoint(latitude, longitude)
            : null;
}

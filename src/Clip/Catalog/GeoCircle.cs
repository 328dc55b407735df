namespace Clip;

/// <summary>All places within a distance of one.</summary>
public readonly record struct GeoCircle
{
    /// <summary>A degree of latitude is never shorter than this.</summary>
    private const double MinKilometersPerDegree = 111.1;

    /// <summary>A circle.</summary>
    /// <param name="center">Its center.</param>
    /// <param name="kilometers">How far from the center, along the globe; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is negative or not a number.</exception>
    public GeoCircle(GeoPoint center, double kilometers)
    {
        if (!(kilometers >= 0))
            throw new ArgumentOutOfRangeException(nameof(kilometers), kilometers, "must not be negative");
        (Center, Kilometers) = (center, kilometers);
    }

    /// <summary>The center.</summary>
    public GeoPoint Center { get; }

    /// <summary>How far from the center, along the globe.</summary>
    public double Kilometers { get; }

    /// <summary>Whether a place lies in the circle or on its edge.</summary>
    public bool Contains(GeoPoint place) => Center.KilometersTo(place) <= Kilometers;

    /// <summary>A band that holds the whole circle.</summary>
    internal (double South, double North) Latitudes
    {
        get
        {
            var degrees = Kilometers / MinKilometersPerDegree;
            return (Center.Latitude - degrees - 1e-6, Center.Latitude + degrees + 1e-6);
        }
    }
}

using Clip.Metadata;

namespace Clip.Catalog;

/// <summary>All places within a distance of one.</summary>
public readonly record struct GeoCircle
{
    /// <summary>A degree of latitude is never shorter than this.</summary>
    private const double LeastKilometresPerDegree = 111.1;

    /// <summary>A circle.</summary>
    /// <param name="centre">Its centre.</param>
    /// <param name="kilometres">How far from the centre, along the globe; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is negative or not a number.</exception>
    public GeoCircle(GeoPoint centre, double kilometres)
    {
        if (!(kilometres >= 0))
            throw new ArgumentOutOfRangeException(nameof(kilometres), kilometres, "must not be negative");
        (Centre, Kilometres) = (centre, kilometres);
    }

    /// <summary>The centre.</summary>
    public GeoPoint Centre { get; }

    /// <summary>How far from the centre, along the globe.</summary>
    public double Kilometres { get; }

    /// <summary>Whether a place lies in the circle or on its edge.</summary>
    public bool Contains(GeoPoint place) => Centre.KilometersTo(place) <= Kilometres;

    /// <summary>A band that holds the whole circle.</summary>
    internal (double South, double North) Latitudes
    {
        get
        {
            var degrees = Kilometres / LeastKilometresPerDegree;
            return (Centre.Latitude - degrees - 1e-6, Centre.Latitude + degrees + 1e-6);
        }
    }
}

namespace Clip;

/// <summary>A kind of condition of a <see cref="PictureFilter"/>.</summary>
public enum FilterCondition
{
    /// <summary>When it was taken.</summary>
    Date,

    /// <summary>With which camera.</summary>
    Camera,

    /// <summary>Where.</summary>
    Place,

    /// <summary>How large it is in pixels.</summary>
    Size,

    /// <summary>Its path.</summary>
    Path,
}

/// <summary>How many pictures meet one condition of a filter, whatever the others say.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Matching">The pictures that meet it.</param>
/// <param name="Known">The pictures that have the property that it is about.</param>
/// <param name="Pictures">All pictures.</param>
public sealed record FilterCount(FilterCondition Condition, long Matching, long Known, long Pictures);

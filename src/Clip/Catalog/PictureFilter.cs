using Clip.Files;

namespace Clip;

/// <summary>
/// Which pictures a search is about. A picture must meet every condition that is given, and one without the value that
/// a condition is about never meets it. The filter is applied before the search: the best of the matching pictures are
/// found, not the matching ones of the best.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. Use the same instance for several searches, and the matching pictures are found only
/// once.
/// </remarks>
public sealed record PictureFilter
{
    private readonly PathGlobs _globs = PathGlobs.None;

    /// <summary>Taken at this moment or later, by the clock where the picture was taken.</summary>
    public DateTime? CapturedFrom { get; init; }

    /// <summary>Taken before this moment, by the clock where the picture was taken.</summary>
    public DateTime? CapturedBefore { get; init; }

    /// <summary>
    /// The camera's name, as <see cref="PictureMetadata.Camera"/> has it, contains one of these texts;
    /// case does not count. Empty for any picture.
    /// </summary>
    public IReadOnlyList<string> Cameras { get; init; } = [];

    /// <summary>Taken within this circle.</summary>
    public GeoCircle? Near { get; init; }

    /// <summary>The smallest width when upright, in pixels; 0 for any.</summary>
    public int MinWidth { get; init => field = NotNegative(value); }

    /// <summary>The smallest height when upright, in pixels; 0 for any.</summary>
    public int MinHeight { get; init => field = NotNegative(value); }

    /// <summary>
    /// The folder that the picture lies in, at any depth: relative to the index's root, separated by <c>/</c>; empty
    /// for the root. Case counts.
    /// </summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// Globs of paths relative to <see cref="Folder"/>, as ripgrep's <c>-g</c> takes them: <c>*</c>, <c>?</c> and
    /// <c>[a-z]</c> match within a name, <c>**</c> any number of folders, and <c>{a,b}</c> stands for either text; one
    /// without '/' matches a name at any depth, and a folder with all that it holds; <c>!</c> in front leaves out what
    /// matches. The last that matches decides, and what none matches is found only where all begin with <c>!</c>. Case
    /// does not count. A <c>\</c> makes the character behind it stand for itself, except on Windows, where it separates
    /// names as <c>/</c> does. Of a picture's copies, those with a fitting path are found.
    /// </summary>
    /// <exception cref="ArgumentException">A glob is not valid: see <see cref="GlobSyntax"/>.</exception>
    public IReadOnlyList<string> Globs
    {
        get => _globs.Patterns;
        init => _globs = new PathGlobs(value);
    }

    /// <summary>Files that are not found whatever else is asked; null for none.</summary>
    internal LeftOutPaths? LeftOut { get; init; }

    /// <summary>Whether no condition is given.</summary>
    public bool IsEmpty => !AsksForMetadata && MinWidth == 0 && MinHeight == 0 && !AsksForPath;

    /// <summary>Whether a text is a valid entry of <see cref="Globs"/>.</summary>
    public static bool IsGlob(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PathGlobs.IsGlob(text);
    }

    /// <summary>
    /// Whether a condition is about what files say of themselves, which an index of an older format does not hold.
    /// </summary>
    internal bool AsksForMetadata =>
        CapturedFrom is not null || CapturedBefore is not null || Cameras.Count > 0 || Near is not null;

    /// <summary>Each condition as a filter of its own.</summary>
    internal IEnumerable<(FilterCondition Condition, PictureFilter Filter)> Conditions()
    {
        if (CapturedFrom is not null || CapturedBefore is not null)
        {
            var dates = new PictureFilter { CapturedFrom = CapturedFrom, CapturedBefore = CapturedBefore };
            yield return (FilterCondition.Date, dates);
        }
        if (Cameras.Count > 0)
            yield return (FilterCondition.Camera, new PictureFilter { Cameras = Cameras });
        if (Near is not null)
            yield return (FilterCondition.Place, new PictureFilter { Near = Near });
        if (MinWidth > 0 || MinHeight > 0)
            yield return (FilterCondition.Size, new PictureFilter { MinWidth = MinWidth, MinHeight = MinHeight });
        if (Globs.Count > 0 || Folder.Length > 0)
            yield return (FilterCondition.Path, new PictureFilter { Folder = Folder, Globs = Globs });
    }

    /// <summary>Whether there is a condition on paths.</summary>
    internal bool AsksForPath => Globs.Count > 0 || Folder.Length > 0 || LeftOut is not null;

    /// <summary>Whether a file with some metadata meets the conditions on metadata.</summary>
    internal bool AllowsMetadata(PictureMetadata? metadata) =>
        !AsksForMetadata
        || (metadata is not null
            && (CapturedFrom is null || metadata.Captured >= CapturedFrom)
            && (CapturedBefore is null || metadata.Captured < CapturedBefore)
            && (Cameras.Count == 0 || Cameras.Any(name =>
                metadata.Camera?.Contains(name, StringComparison.OrdinalIgnoreCase) == true))
            && (Near is not { } circle || (metadata.Place is { } place && circle.Contains(place))));

    /// <summary>Whether the folder and the globs allow a path, and it is not left out.</summary>
    internal bool AllowsPath(string path)
    {
        if (LeftOut?.Contains(path) == true)
            return false;
        if (Folder.Length == 0)
            return _globs.Allow(path);
        return path.Length > Folder.Length && RelativePath.IsWithin(path, Folder)
            && _globs.Allow(path[(Folder.Length + 1)..]);
    }

    private static int NotNegative(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value;
    }
}

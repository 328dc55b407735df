namespace Clip.VectorData.Pictures;

/// <summary>
/// Collects conditions that a picture must all meet, until they make a <see cref="PictureFilter"/>. Those that one
/// cannot express together are refused.
/// </summary>
internal sealed class PictureConditions
{
    private readonly List<string> _excluded = [];
    private IReadOnlyList<string> _included = [];
    private IReadOnlyList<string> _cameras = [];
    private DateTime? _from;
    private DateTime? _before;
    private GeoCircle? _near;
    private string _folder = "";
    private int _minWidth;
    private int _minHeight;

    public PictureFilter ToFilter() => new()
    {
        CapturedFrom = _from,
        CapturedBefore = _before,
        Cameras = _cameras,
        Near = _near,
        Folder = _folder,
        // The last glob that matches decides, so those that leave out come last.
        Globs = [.. _included.Select(Rooted), .. _excluded.Select(glob => "!" + Rooted(glob))],
        MinWidth = _minWidth,
        MinHeight = _minHeight,
    };

    /// <summary>Taken at this moment or later.</summary>
    public void From(DateTime time) => _from = _from > time ? _from : time;

    /// <summary>Taken before this moment.</summary>
    public void Before(DateTime time) => _before = _before < time ? _before : time;

    public void MinWidth(int pixels) => _minWidth = Math.Max(_minWidth, pixels);

    public void MinHeight(int pixels) => _minHeight = Math.Max(_minHeight, pixels);

    /// <summary>In a folder, at any depth.</summary>
    public void In(string folder)
    {
        if (_folder.Length > 0)
            throw Twice("folders");
        _folder = folder;
    }

    /// <summary>The path matches one of some globs.</summary>
    public void Include(IReadOnlyList<string> globs)
    {
        if (_included.Count > 0)
            throw Twice("paths that must match");
        _included = globs;
    }

    /// <summary>The path does not match a glob.</summary>
    public void Exclude(string glob) => _excluded.Add(glob);

    /// <summary>The camera's name contains one of some texts.</summary>
    public void Camera(IReadOnlyList<string> names)
    {
        if (_cameras.Count > 0)
            throw Twice("cameras");
        _cameras = names;
    }

    public void Near(GeoCircle circle)
    {
        if (_near is not null)
            throw Twice("places");
        _near = circle;
    }

    /// <summary>
    /// A glob with a folder in it is about the whole path, but a filter's is about what is below its folder.
    /// </summary>
    private string Rooted(string glob) => _folder.Length == 0 || !glob.Contains('/', StringComparison.Ordinal)
        ? glob
        : throw new NotSupportedException(
            $"The filter asks for the folder '{_folder}' and for paths that match '{glob}'. Name the folder in the "
            + "glob instead.");

    private static NotSupportedException Twice(string what) => new(
        $"The filter has two conditions on {what}, which are combined with and. Combine them with or, or filter what "
        + "is found.");
}

using System.CommandLine;
using System.Globalization;

namespace Clip.Cli.Options;

/// <summary>The options of verbs that find pictures: which of them to search.</summary>
internal sealed class FilterOptions
{
    private readonly Option<DateTime?> _after = new("--after")
    {
        Description = "Only pictures taken at DATE or later: 2024 (from its first moment on), 2024-05, 2024-05-03, "
            + "2024-05-03T14:30, yesterday, 7d, \"2 weeks ago\", \"last month\"",
        HelpName = "DATE",
        CustomParser = static result => FilterValues.Date(result, "--after"),
    };

    private readonly Option<DateTime?> _before = new("--before")
    {
        Description = "Only pictures taken before DATE, itself excluded: --after 2024 --before 2025 is the year 2024",
        HelpName = "DATE",
        CustomParser = static result => FilterValues.Date(result, "--before"),
    };

    private readonly Option<string[]> _cameras = new("--camera")
    {
        Description = "Only pictures whose camera, as --json names it (Canon EOS R5, without a company's Inc. or "
            + "Corporation), contains TEXT, in upper or lower case (repeatable: any of them)",
        HelpName = "TEXT",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<GeoCircle?> _near = new("--near")
    {
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"Only pictures taken within KM kilometers (default: {FilterValues.DefaultKilometers}) of a place in "
            + $"degrees; south and west are negative"),
        HelpName = "LAT,LON[,KM]",
        CustomParser = FilterValues.Circle,
    };

    private readonly Option<(int Width, int Height)?> _minimumSize = new("--min-size")
    {
        Description = "Only pictures of at least this width and height in pixels",
        HelpName = "WxH",
        CustomParser = FilterValues.Size,
    };

    private readonly Option<string[]> _globs = new("--glob", "-g")
    {
        Description = "Only pictures whose path in the folder matches (*.png, 2019/**/raw, a folder's name), or with ! "
            + "before it does not; the last that matches decides (repeatable)",
        HelpName = "GLOB",
        DefaultValueFactory = static _ => [],
    };

    public void AddTo(Command command)
    {
        _cameras.Validators.Add(static result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
                result.AddError("--camera: is empty");
        });
        _globs.RequireGlobs();
        foreach (var option in (Option[])[_after, _before, _cameras, _near, _minimumSize, _globs])
            command.Options.Add(option);
    }

    /// <summary>The filter that the options make, or null where none is given.</summary>
    /// <exception cref="ClipException">No picture can meet them.</exception>
    public PictureFilter? Resolve(ParseResult parsed)
    {
        var (width, height) = parsed.GetValue(_minimumSize) ?? (0, 0);
        var filter = new PictureFilter
        {
            CapturedFrom = parsed.GetValue(_after),
            CapturedBefore = parsed.GetValue(_before),
            Cameras = parsed.GetValue(_cameras) ?? [],
            Near = parsed.GetValue(_near),
            MinWidth = width,
            MinHeight = height,
            Globs = parsed.GetValue(_globs) ?? [],
        };
        if (filter.CapturedFrom >= filter.CapturedBefore)
        {
            throw new ClipException(
                $"--before {parsed.GetResult(_before)!.Tokens[0].Value}",
                "is not later than --after, so that no picture can lie between", "swap the two dates");
        }
        return filter.IsEmpty ? null : filter;
    }
}

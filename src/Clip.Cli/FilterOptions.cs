using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Clip.Catalog;
using Clip.Metadata;

namespace Clip.Cli;

/// <summary>The options of verbs that find pictures: which of them to search.</summary>
internal sealed class FilterOptions
{
    private const double UsualKilometres = 10;

    private static readonly string[] DateForms =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss",
    ];

    private readonly Option<DateTime?> _after = new("--after")
    {
        Description = "Only pictures taken at DATE or later: 2024 (from its first moment on), 2024-05, 2024-05-03 or 2024-05-03T14:30",
        HelpName = "DATE",
        CustomParser = static result => Date(result, "--after"),
    };

    private readonly Option<DateTime?> _before = new("--before")
    {
        Description = "Only pictures taken before DATE, itself left out: --after 2024 --before 2025 is the year 2024",
        HelpName = "DATE",
        CustomParser = static result => Date(result, "--before"),
    };

    private readonly Option<string?> _camera = new("--camera")
    {
        Description = "Only pictures whose camera, as --json names it (Canon EOS R5, without a company's Inc. or Corporation), contains TEXT, in upper or lower case",
        HelpName = "TEXT",
    };

    private readonly Option<GeoCircle?> _near = new("--near")
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"Only pictures taken within KM kilometres (default: {UsualKilometres}) of a place in degrees; south and west are negative"),
        HelpName = "LAT,LON[,KM]",
        CustomParser = static result => Circle(result),
    };

    private readonly Option<(int Width, int Height)?> _minimumSize = new("--min-size")
    {
        Description = "Only pictures at least so wide and so high, in pixels",
        HelpName = "WxH",
        CustomParser = static result => Size(result),
    };

    private readonly Option<string[]> _globs = new("--glob", "-g")
    {
        Description = "Only pictures whose path in the folder matches (*.png, 2019/**/raw, a folder's name), or with ! before it does not; the last that matches decides (repeatable)",
        HelpName = "GLOB",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        _camera.RequireValue();
        _globs.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!PictureFilter.IsGlob(token.Value))
                    result.AddError($"--glob: \"{token.Value}\" matches nothing; write *.png, 2019/** or !thumbnails");
            }
        });
        command.Options.Add(_after);
        command.Options.Add(_before);
        command.Options.Add(_camera);
        command.Options.Add(_near);
        command.Options.Add(_minimumSize);
        command.Options.Add(_globs);
    }

    /// <summary>The filter that the options make, or null where none was given.</summary>
    /// <exception cref="ClipException">No picture can meet them.</exception>
    public PictureFilter? Filter(ParseResult parsed)
    {
        var size = parsed.GetValue(_minimumSize) ?? (0, 0);
        var filter = new PictureFilter
        {
            CapturedFrom = parsed.GetValue(_after),
            CapturedBefore = parsed.GetValue(_before),
            Camera = parsed.GetValue(_camera),
            Near = parsed.GetValue(_near),
            MinWidth = size.Width,
            MinHeight = size.Height,
            Globs = parsed.GetValue(_globs) ?? [],
        };
        if (filter.CapturedFrom >= filter.CapturedBefore)
            throw new ClipException($"--before {parsed.GetResult(_before)!.Tokens[0].Value}", "is not later than --after, so that no picture can lie between", "swap the two dates");
        return filter.IsEmpty ? null : filter;
    }

    private static DateTime? Date(ArgumentResult result, string option)
    {
        var given = result.Tokens[0].Value;
        if (DateTime.TryParseExact(given, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        result.AddError($"{option}: {given} is not a date; write 2024, 2024-05, 2024-05-03 or 2024-05-03T14:30");
        return null;
    }

    private static GeoCircle? Circle(ArgumentResult result)
    {
        var given = result.Tokens[0].Value;
        var parts = given.Split(',');
        Span<double> numbers = [0, 0, UsualKilometres];
        var isNumbers = parts.Length is 2 or 3;
        for (var i = 0; isNumbers && i < parts.Length; i++)
        {
            isNumbers = double.TryParse(
                parts[i].Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out numbers[i]) && double.IsFinite(numbers[i]);
        }
        if (!isNumbers)
            result.AddError($"--near: {given} is not a place; write degrees north and east, such as 47.37,8.54 or 47.37,8.54,25 for 25 km around");
        else if (Math.Abs(numbers[0]) > 90 || Math.Abs(numbers[1]) > 180)
            result.AddError($"--near: {given} is not on the globe; latitude comes first, from -90 to 90, then longitude, from -180 to 180");
        else if (numbers[2] < 0)
            result.AddError($"--near: {given} has a negative distance; write 0 or more kilometres");
        else
            return new GeoCircle(new GeoPoint(numbers[0], numbers[1]), numbers[2]);
        return null;
    }

    private static (int Width, int Height)? Size(ArgumentResult result)
    {
        var given = result.Tokens[0].Value;
        var parts = given.Split('x', 'X', '×');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height))
            return (width, height);
        result.AddError($"--min-size: {given} is not a size; write width and height in pixels, such as 1920x1080");
        return null;
    }
}

using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Files;

namespace Clip.Cli.Inputs;

/// <summary>A text, or a picture named by its path, its URL or <c>-</c>.</summary>
internal readonly record struct InputItem(string Value, bool IsPicture)
{
    public static InputItem Text(string text) => new(text, IsPicture: false);

    public static InputItem Picture(string path) => new(path, IsPicture: true);

    /// <summary>The texts and pictures of a command line, bare arguments first.</summary>
    public static InputItem[] Read(ItemSettings settings, Terminal terminal) =>
    [
        .. settings.Bare.Select(argument => Bare(argument, terminal)),
        .. settings.Texts.Select(Text),
        .. settings.Pictures.Select(Picture),
    ];

    /// <summary>Warns where a text looks like a picture's path or address, but nothing is found there.</summary>
    public static void WarnIfFileIsMissing(string text, Terminal terminal)
    {
        if (Misunderstanding(text) is { } problem)
            terminal.Warn($"{text}: {problem}, so it is taken as a text; use --image for a picture");
    }

    private static string? Misunderstanding(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal) && !text.Contains(' '))
            return "is not an address that begins with http:// or https://";
        var isPath = !text.Contains(' ')
            && (Path.IsPathRooted(text) || text.StartsWith("./", StringComparison.Ordinal)
                || text.StartsWith("../", StringComparison.Ordinal) || text.StartsWith("~/", StringComparison.Ordinal));
        if (isPath && Directory.Exists(text))
            return "is a folder";
        return isPath || PictureFileName.HasPictureExtension(text) ? "there is no such file" : null;
    }

    private static InputItem Bare(string argument, Terminal terminal)
    {
        var isPicture = PictureInput.IsPicture(argument);
        if (!isPicture)
            WarnIfFileIsMissing(argument, terminal);
        return new InputItem(argument, isPicture);
    }
}

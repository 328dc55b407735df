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

    /// <summary>Warns where a text looks like the name of a picture whose file does not exist.</summary>
    public static void WarnIfFileIsMissing(string text, Terminal terminal)
    {
        if (!text.Contains(' ') && PictureFileName.HasPictureExtension(text))
            terminal.Warn($"{text}: there is no such file, so it is taken as a text; use --image for a picture");
    }

    private static InputItem Bare(string argument, Terminal terminal)
    {
        var isPicture = PictureInput.IsPicture(argument);
        if (!isPicture)
            WarnIfFileIsMissing(argument, terminal);
        return new InputItem(argument, isPicture);
    }
}

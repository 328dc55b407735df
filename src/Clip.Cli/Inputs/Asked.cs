using Clip.Cli.Output;
using Clip.Files;

namespace Clip.Cli.Inputs;

/// <summary>What a user asks about: a text, or a picture by its path, its URL or <c>-</c>.</summary>
internal readonly record struct Asked(string Value, bool IsPicture)
{
    public static Asked Text(string text) => new(text, IsPicture: false);

    public static Asked Picture(string path) => new(path, IsPicture: true);

    /// <summary>A bare argument: a picture where one is there, else a text.</summary>
    public static Asked Bare(string argument, Terminal terminal)
    {
        var isPicture = PictureInput.IsPicture(argument);
        if (!isPicture)
            WarnIfFileIsMissing(argument, terminal);
        return new Asked(argument, isPicture);
    }

    /// <summary>Says so where a text looks as if a picture was meant whose file is not there.</summary>
    public static void WarnIfFileIsMissing(string text, Terminal terminal)
    {
        if (!text.Contains(' ') && PictureFileName.HasPictureExtension(text))
            terminal.Warn($"{text}: there is no such file, so it is taken as a text; use --image for a picture");
    }
}

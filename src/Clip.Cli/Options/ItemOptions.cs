using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>The texts and pictures that a command line names.</summary>
/// <param name="Bare">Arguments: each is a picture where one is found under its name, else a text.</param>
/// <param name="Texts">Values that are texts.</param>
/// <param name="Pictures">Values that are pictures.</param>
internal sealed record ItemSettings(string[] Bare, string[] Texts, string[] Pictures)
{
    /// <summary>How many there are.</summary>
    public int Count => Bare.Length + Texts.Length + Pictures.Length;
}

/// <summary>The argument and the options of verbs that take texts and pictures.</summary>
/// <param name="argument">The bare arguments, which differ from verb to verb.</param>
internal sealed class ItemOptions(Argument<string[]> argument)
{
    private readonly Option<string[]> _texts = new("--text")
    {
        Description = "A text, even if a file has that name (repeatable)",
        HelpName = "T",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string[]> _pictures = new("--image")
    {
        Description = "A picture (repeatable)",
        HelpName = "P",
        DefaultValueFactory = static _ => [],
    };

    /// <summary>Adds the argument and the options.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="listsPictures">Whether several pictures may follow one <c>--image</c>.</param>
    public void AddTo(Command command, bool listsPictures = false)
    {
        _pictures.AllowMultipleArgumentsPerToken = listsPictures;
        if (listsPictures)
            _pictures.Description = "Pictures";
        command.Arguments.Add(argument);
        command.Options.Add(_texts);
        command.Options.Add(_pictures);
    }

    public ItemSettings Resolve(ParseResult parsed) => new(
        parsed.GetValue(argument) ?? [], parsed.GetValue(_texts) ?? [], parsed.GetValue(_pictures) ?? []);
}

using System.CommandLine;

namespace Clip.Cli.Verbs.Classify;

/// <summary>The options that sort files by their class.</summary>
internal sealed class SortOptions
{
    private readonly Option<string?> _copy = new("--copy-to")
    {
        Description = "Copy each picture into DIR/LABEL, with its .txt and .xmp sidecars: without --apply only said, "
            + "never overwriting",
        HelpName = "DIR",
    };

    private readonly Option<string?> _link = new("--link-to")
    {
        Description = "Likewise, symbolic links",
        HelpName = "DIR",
    };

    private readonly Option<string?> _move = new("--move-to")
    {
        Description = "Likewise, move the files themselves",
        HelpName = "DIR",
    };

    private readonly Option<bool> _apply = new("--apply", "--yes")
    {
        Description = "Do it; a file in DIR is written first that --undo takes it back with",
    };

    private readonly Option<string?> _undo = new("--undo")
    {
        Description = "Take back what was sorted: the file that was written in DIR",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_copy, _link, _move, _apply, _undo])
            command.Options.Add(option);
    }

    /// <summary>The file to undo with, or null.</summary>
    public string? Undo(ParseResult parsed) => NotEmpty(_undo.Name, parsed.GetValue(_undo));

    /// <summary>What to do with files; null for nothing.</summary>
    /// <exception cref="ClipException">The options contradict each other.</exception>
    public SortSettings? Resolve(ParseResult parsed)
    {
        List<SortSettings> wanted = [];
        foreach (var (option, action) in ((Option<string?>, SortAction)[])
            [(_copy, SortAction.Copy), (_link, SortAction.Link), (_move, SortAction.Move)])
        {
            if (NotEmpty(option.Name, parsed.GetValue(option)) is { } folder)
                wanted.Add(new SortSettings(action, folder, parsed.GetValue(_apply)));
        }
        if (wanted.Count > 1)
            throw new ClipException("--copy-to, --link-to, --move-to", "do not go together", "give one of them");
        if (wanted.Count == 0 && parsed.GetValue(_apply))
        {
            throw new ClipException(
                "--apply", "needs to know what to do", "add --copy-to DIR, --link-to DIR or --move-to DIR");
        }
        return wanted.FirstOrDefault();
    }

    private static string? NotEmpty(string option, string? value) => value is { Length: 0 }
        ? throw new ClipException(option, "is empty", "give a path")
        : value;
}

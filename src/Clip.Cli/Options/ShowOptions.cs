using System.CommandLine;
using System.CommandLine.Parsing;
using Clip.Cli.Showing;

namespace Clip.Cli.Options;

/// <summary>How results are shown besides their rows.</summary>
/// <param name="Template">The form of each line; null for rows.</param>
/// <param name="Preview">How pictures are written to the terminal.</param>
/// <param name="Sheet">A JPEG to write the results to; null for none.</param>
/// <param name="Page">An HTML file to write the results to; null for none.</param>
internal sealed record ShowSettings(ResultTemplate? Template, PreviewProtocol Preview, string? Sheet, string? Page)
{
    /// <summary>Rows alone.</summary>
    public static ShowSettings Nothing { get; } = new(null, PreviewProtocol.Off, null, null);

    /// <summary>Whether to open what is found in the system's viewer.</summary>
    public bool Open { get; init; }

    /// <summary>Whether what is shown tells more about the files than their paths.</summary>
    public bool NeedsFiles => Template is not null || Page is not null;
}

/// <summary>The options that show results as pictures or in the user's own form.</summary>
internal sealed class ShowOptions
{
    /// <summary>The words for how pictures are shown.</summary>
    internal static readonly Dictionary<string, PreviewProtocol> Protocols = new()
    {
        ["auto"] = PreviewProtocol.Auto,
        ["kitty"] = PreviewProtocol.Kitty,
        ["iterm"] = PreviewProtocol.ITerm,
        ["sixel"] = PreviewProtocol.Sixel,
        ["blocks"] = PreviewProtocol.Blocks,
        ["off"] = PreviewProtocol.Off,
    };

    private readonly Option<string> _preview = new("--preview")
    {
        Description = "Show the pictures in the terminal: auto asks it what it can show; kitty, iterm, sixel, blocks, "
            + "off",
        HelpName = "HOW",
        DefaultValueFactory = static _ => "off",
    };

    private readonly Option<string?> _sheet = new("--sheet")
    {
        Description = "Write the results as a contact sheet, with rank, score and name (JPEG)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _page = new("--html")
    {
        Description = "Write the results as a web page with small pictures that opens from disk",
        HelpName = "FILE",
    };

    private readonly Option<bool> _open = new("--open")
    {
        Description = "Open the results in the system's viewer; with --sheet or --html that file instead",
    };

    private readonly Option<string?> _format = new("--format")
    {
        Description = "A line per result, as '{path}\\t{score:.3f}'; fields: "
            + string.Join(", ", ResultTemplate.Fields),
        HelpName = "TEXT",
    };

    /// <summary>Adds the options to a verb that finds pictures.</summary>
    public void AddTo(Command command)
    {
        _preview.RequireOneOf([.. Protocols.Keys]);
        _format.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && ResultTemplate.Parse(token.Value, out var problem) is null)
                result.AddError($"--format: {problem}");
        });
        foreach (var option in (Option[])[_format, _preview, _sheet, _page, _open])
            command.Options.Add(option);
        command.Validators.Add(RefuseTwoForms);
    }

    /// <summary>How pictures are shown on a screen: as the command line says, or as the terminal can.</summary>
    public PreviewProtocol PreviewOnScreen(ParseResult parsed) =>
        parsed.GetResult(_preview) is { Implicit: false }
            ? Protocols[parsed.GetValue(_preview)!]
            : PreviewProtocol.Auto;

    public ShowSettings Resolve(ParseResult parsed) => new(
        parsed.GetValue(_format) is { } format ? ResultTemplate.Parse(format, out _) : null,
        Protocols[parsed.GetValue(_preview)!], parsed.GetValue(_sheet), parsed.GetValue(_page))
    {
        Open = parsed.GetValue(_open),
    };

    /// <summary>Refuses what would mix two forms on standard output.</summary>
    private void RefuseTwoForms(CommandResult result)
    {
        var forms = new List<string>();
        if (OutputOptions.AsksForJson(result))
            forms.Add("--json");
        foreach (var name in (string[])["--paths", "--print0", "--format"])
        {
            if (result.Command.Options.FirstOrDefault(option => option.Name == name) is { } option
                && result.GetResult(option) is { Implicit: false })
            {
                forms.Add(name);
            }
        }
        var isPreview = result.GetResult(_preview) is { Implicit: false, Tokens: [{ Value: not "off" }] };
        if (isPreview && forms.Count > 0)
            result.AddError($"--preview: shows pictures below rows, so it does not go with {forms[0]}");
        else if (forms.Count > 1 && forms.Contains("--format"))
            result.AddError($"--format: writes lines of its own, so it does not go with {forms[0]}");
    }
}

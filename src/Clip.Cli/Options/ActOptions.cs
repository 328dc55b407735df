using System.CommandLine;
using System.CommandLine.Parsing;
using Clip.Cli.Executing;

namespace Clip.Cli.Options;

/// <summary>What is to be done with the files of results.</summary>
/// <param name="Gather">Where to copy or link them; null for nowhere.</param>
/// <param name="Commands">Commands to run for them.</param>
internal sealed record ActSettings(GatherSettings? Gather, IReadOnlyList<CommandTemplate> Commands)
{
    /// <summary>Nothing.</summary>
    public static ActSettings Nothing { get; } = new(null, []);
}

/// <summary>A folder that gets the files of results.</summary>
/// <param name="Action">Copy or link.</param>
/// <param name="Folder">The folder.</param>
/// <param name="IsDry">Whether it is only said what would be done.</param>
internal sealed record GatherSettings(SortAction Action, string Folder, bool IsDry);

/// <summary>The options that do something with the files of results.</summary>
internal sealed class ActOptions
{
    private readonly Option<string?> _copy = new("--copy-to")
    {
        Description = "Copy the results into DIR, never overwriting: a name that is taken gets a number, and what is "
            + "there already is left",
        HelpName = "DIR",
    };

    private readonly Option<string?> _link = new("--link-to")
    {
        Description = "Likewise, symbolic links",
        HelpName = "DIR",
    };

    private readonly Option<bool> _dry = new("--dry-run")
    {
        Description = "Only say what --copy-to or --link-to would do",
    };

    private readonly CommandOption _each = new("--exec", "-x")
    {
        Description = "Run a command for each result, in their order, instead of showing them: all words up to ; or "
            + $"the end; in them stand {string.Join(", ", PlaceholderText.Names)} for the path, its parts, rank and score "
            + "(without any, the path is added)",
        HelpName = "CMD...",
        DefaultValueFactory = static _ => [],
    };

    private readonly CommandOption _batch = new("--exec-batch", "-X")
    {
        Description = "Likewise, once for all results; more often only where the system takes no longer command line",
        HelpName = "CMD...",
        DefaultValueFactory = static _ => [],
    };

    public void AddTo(Command command)
    {
        _copy.RequireValue();
        _link.RequireValue();
        foreach (var option in (Option[])[_copy, _link, _dry, _each, _batch])
            command.Options.Add(option);
        foreach (var option in (CommandOption[])[_each, _batch])
            option.Validators.Add(result => RefuseWrongCommand(result, option == _batch));
        command.Validators.Add(Refuse);
    }

    public ActSettings Resolve(ParseResult parsed)
    {
        var folder = parsed.GetValue(_copy) ?? parsed.GetValue(_link);
        var action = parsed.GetValue(_copy) is null ? SortAction.Link : SortAction.Copy;
        return new ActSettings(
            folder is null ? null : new GatherSettings(action, folder, parsed.GetValue(_dry)),
            [.. CommandsOf(parsed, _each, isBatch: false), .. CommandsOf(parsed, _batch, isBatch: true)]);
    }

    private static IEnumerable<CommandTemplate> CommandsOf(ParseResult parsed, CommandOption option, bool isBatch) =>
        (parsed.GetValue(option) ?? [])
            .Select(value => CommandTemplate.Parse(CommandOption.Split(value), isBatch, out _)!);

    private static void RefuseWrongCommand(OptionResult result, bool isBatch)
    {
        foreach (var token in result.Tokens)
        {
            if (CommandTemplate.Parse(CommandOption.Split(token.Value), isBatch, out var problem) is null)
                result.AddError($"{result.Option.Name}: {problem}");
        }
    }

    private void Refuse(CommandResult result)
    {
        var (copies, links) = (result.GetResult(_copy) is not null, result.GetResult(_link) is not null);
        if (copies && links)
            result.AddError("--link-to: does not go with --copy-to");
        if (result.GetValue(_dry) && !copies && !links)
            result.AddError("--dry-run: needs --copy-to DIR or --link-to DIR");
        foreach (var option in (CommandOption[])[_each, _batch])
        {
            if (result.GetResult(option) is not { Implicit: false })
                continue;
            if (OutputOptions.AsksForJson(result))
                result.AddError($"{option.Name}: the command writes, so it does not go with --json");
            foreach (var name in (string[])["--paths", "--print0", "--format", "--preview"])
            {
                if (result.Command.Options.FirstOrDefault(other => other.Name == name) is { } shown
                    && result.GetResult(shown) is { Implicit: false })
                {
                    result.AddError($"{option.Name}: shows no results, so it does not go with {name}");
                }
            }
        }
    }
}

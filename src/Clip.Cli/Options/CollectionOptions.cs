using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Clip.Cli.Options;

/// <summary>What a verb about a whole collection of pictures reads.</summary>
/// <param name="Model">The model.</param>
/// <param name="Folders">The folders.</param>
/// <param name="Filter">Which pictures; null for all.</param>
internal sealed record CollectionSettings(
    ModelSettings Model, IReadOnlyList<IndexSettings> Folders, PictureFilter? Filter)
{
    /// <summary>The filter as a request takes it.</summary>
    public PictureFilter? RequestFilter => IndexSettings.Within(Folders, Filter);
}

/// <summary>The options of verbs about a whole collection of pictures.</summary>
internal sealed class CollectionOptions
{
    private readonly IndexOptions _index = new();
    private readonly FilterOptions _filter = new();

    public void AddTo(Command command)
    {
        _index.AddSearchOfSeveralTo(command);
        _filter.AddTo(command);
    }

    public CollectionSettings Resolve(ParseResult parsed) => new(
        ModelOptions.Resolve(parsed, once: true), _index.ResolveAll(parsed), _filter.Resolve(parsed));

    /// <summary>An option that says how many pictures to show where all of them would be too many to read.</summary>
    /// <param name="description">What is shown.</param>
    /// <param name="usual">How many without the option.</param>
    public static Option<int> Top(string description, int usual) => new("--top", "-t", "-n")
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = Count,
    };

    private static int Count(ArgumentResult result)
    {
        var value = result.Tokens[0].Value;
        if (value == "all")
            return int.MaxValue;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && count >= 1)
            return count;
        result.AddError($"--top: {value} is neither a whole number from 1 on nor all");
        return default;
    }
}

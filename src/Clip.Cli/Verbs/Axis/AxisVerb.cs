using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Axis;

/// <summary>What <c>axis</c> is asked to do.</summary>
/// <param name="Collection">What to read.</param>
/// <param name="Axis">The two ends.</param>
/// <param name="Shown">How many pictures to show at each end.</param>
internal sealed record AxisSettings(CollectionSettings Collection, MapAxis Axis, int Shown);

/// <summary><c>axis</c>: orders pictures along a direction made of words.</summary>
internal sealed class AxisVerb : IVerb<AxisSettings>
{
    private readonly Argument<string> _axis = new("A..B")
    {
        Description = "The texts at both ends, such as \"day..night\"",
    };

    private readonly Option<int> _top = TopOption.Create("How many pictures to show at each end, or all", 5);
    private readonly CollectionOptions _collection = new();

    public AxisVerb()
    {
        _axis.Validators.Add(static result => AxisText.Require(result, name: null));
        Command.Arguments.Add(_axis);
        Command.Options.Add(_top);
        _collection.AddTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "axis", "Order pictures along a direction made of words",
        "clipsearch axis \"day..night\" --in ~/Pictures",
        "clipsearch axis \"a drawing..a photo\" --top 10",
        "clipsearch axis \"an empty street..a crowd\" --json | jq -r .path");

    public AxisSettings Resolve(ParseResult parsed) => new(
        _collection.Resolve(parsed), AxisText.Parse(parsed.GetRequiredValue(_axis))!, parsed.GetValue(_top));

    public async Task<int> RunAsync(AxisSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var collection = settings.Collection;
        using var folders = await FolderSearch.OpenAsync(
            collection.Folders, collection.Model, terminal, cancellationToken).ConfigureAwait(false);
        var request = new AxisRequest(settings.Axis.From, settings.Axis.To)
        {
            Filter = collection.RequestFilter,
            Update = folders.Update,
        };
        var answer = await folders.Search.AxisAsync(request, folders.Observer, cancellationToken).ConfigureAwait(false);
        AxisPrinter.Write(terminal, settings.Axis, answer, settings.Shown);
        if (answer.Files.Count > 0)
            return ExitCode.Found;
        NothingFound.Warn(terminal, collection, answer, "nothing found");
        return ExitCode.Nothing;
    }
}

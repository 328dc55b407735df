using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Cluster;

/// <summary>What <c>cluster</c> is asked to do.</summary>
/// <param name="Collection">What to read.</param>
/// <param name="Groups">Into how many groups; null for as many as the pictures show.</param>
/// <param name="MinGroupSize">The fewest pictures of a group.</param>
/// <param name="MinSamples">How many others must be near a picture.</param>
/// <param name="Shown">How many pictures of each group to show.</param>
internal sealed record ClusterSettings(
    CollectionSettings Collection, int? Groups, int MinGroupSize, int MinSamples, int Shown);

/// <summary><c>cluster</c>: groups like pictures and names the groups.</summary>
internal sealed class ClusterVerb : IVerb<ClusterSettings>
{
    private readonly Option<int?> _groups = new("--groups", "-k")
    {
        Description = "Divide all pictures into N groups; otherwise as many as the pictures show, without those that "
            + "are like few others",
        HelpName = "N",
    };

    private readonly Option<int> _atLeast = new("--at-least")
    {
        Description = "Without -k: the fewest pictures of a group, from 2 on",
        HelpName = "N",
        DefaultValueFactory = static _ => new ClusterRequest().MinGroupSize,
    };

    private readonly Option<int> _minSamples = new("--min-samples")
    {
        Description = "Without -k: how many others must be near a picture; more leave more pictures out",
        HelpName = "N",
        DefaultValueFactory = static _ => new ClusterRequest().MinSamples,
    };

    private readonly Option<int> _top = TopOption.Create("How many pictures of each group to show, or all", 5);
    private readonly CollectionOptions _collection = new();

    public ClusterVerb()
    {
        _groups.RequireAtLeast(1);
        _atLeast.RequireAtLeast(2);
        _minSamples.RequireAtLeast(1);
        Command.Options.Add(_groups);
        Command.Options.Add(_atLeast);
        Command.Options.Add(_minSamples);
        Command.Options.Add(_top);
        _collection.AddTo(Command);
        Command.Validators.Add(result =>
        {
            foreach (var option in (Option[])[_atLeast, _minSamples])
            {
                if (result.GetResult(_groups) is not null && result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name}: finds how many groups there are, so it does not go with -k");
            }
        });
    }

    public VerbCommand Command { get; } = new(
        "cluster", "Group like pictures, and name the groups",
        "clipsearch cluster --in ~/Pictures",
        "clipsearch cluster -k 8 --in ~/Pictures --top all",
        "clipsearch cluster --at-least 10 --after 2024",
        "clipsearch cluster --json | jq -r '[.name, .size] | @tsv'");

    public ClusterSettings Resolve(ParseResult parsed) => new(
        _collection.Resolve(parsed), parsed.GetValue(_groups), parsed.GetValue(_atLeast),
        parsed.GetValue(_minSamples), parsed.GetValue(_top));

    public async Task<int> RunAsync(ClusterSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var collection = settings.Collection;
        using var folders = await FolderSearch.OpenAsync(
            collection.Folders, collection.Model, terminal, cancellationToken).ConfigureAwait(false);
        var request = new ClusterRequest
        {
            Groups = settings.Groups,
            MinGroupSize = settings.MinGroupSize,
            MinSamples = settings.MinSamples,
            Filter = collection.RequestFilter,
            Update = folders.Update,
        };
        var answer = await folders.Search.ClusterAsync(request, folders.Observer, cancellationToken)
            .ConfigureAwait(false);
        if (settings.Groups > answer.Clusters.Count && answer.Clusters.Count > 0)
        {
            terminal.Warn(
                $"-k {settings.Groups}: made {answer.Clusters.Count} groups, because no more pictures differ");
        }
        ClusterPrinter.Write(terminal, answer, settings.Shown);
        if (answer.Clusters.Count > 0)
            return ExitCode.Found;
        NothingFound.Warn(
            terminal, collection, answer, "no groups found; lower --at-least or --min-samples, or use -k");
        return ExitCode.Nothing;
    }
}

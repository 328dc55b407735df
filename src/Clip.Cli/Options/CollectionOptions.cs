using System.CommandLine;

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
}

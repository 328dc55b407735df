using Clip.Fuzz.Targets;

namespace Clip.Fuzz;

/// <summary>All fuzzed readers.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        TokenizerTarget.Target,
        VocabularyTarget.Target,
        PatternTarget.Target,
        CharacterMapTarget.Target,
        OnnxTarget.Target,
        ModelFolderTarget.Target,
        PreprocessorTarget.Target,
        SentenceModulesTarget.Target,
        SafeTensorsTarget.Target,
        PyTorchTarget.Target,
        CaptionsTarget.Target,
        ExcludesTarget.Target,
        VectorFileTarget.Target,
        CodeFileTarget.Target,
        CatalogTarget.Target,
        GraphCacheTarget.Target,
        HubListingTarget.Target,
        PictureHeadTarget.Target,
        MetadataTarget.Target,
        PictureTarget.Target,
    ];

    /// <exception cref="ArgumentException">There is no such target.</exception>
    public static FuzzTarget Named(string name) =>
        All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException(
            $"There is no target '{name}'; there are {string.Join(", ", All.Select(static target => target.Name))}.");
}

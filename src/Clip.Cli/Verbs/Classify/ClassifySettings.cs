using Clip.Cli.Options;

namespace Clip.Cli.Verbs.Classify;

/// <summary>What to do with the pictures whose class is known.</summary>
/// <param name="Action">Copy, link or move.</param>
/// <param name="Folder">Where to.</param>
/// <param name="Apply">Whether to do it; otherwise it is only said.</param>
internal sealed record SortSettings(SortAction Action, string Folder, bool Apply);

/// <summary>Which pictures belong to no class.</summary>
/// <param name="IsAutomatic">Whether the examples decide.</param>
/// <param name="MinProbability">The least probability; null for none.</param>
internal sealed record UnknownSettings(bool IsAutomatic, double? MinProbability);

/// <summary>Pictures to classify, in the order of the command line.</summary>
/// <param name="Pictures">Pictures by their names; empty where this is a folder.</param>
/// <param name="Folder">The index of a folder; null where these are pictures.</param>
internal sealed record ClassifyInput(IReadOnlyList<string> Pictures, IndexSettings? Folder);

/// <summary>What <c>classify</c> is asked to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Inputs">What to classify.</param>
/// <param name="Labels">The labels, where they are given.</param>
/// <param name="Templates">What makes texts of them.</param>
/// <param name="Examples">The folder to learn classes from, or null.</param>
/// <param name="Classes">The file with classes that were learned, or null.</param>
/// <param name="Save">Where to keep what is learned, or null.</param>
/// <param name="Unknown">Which pictures belong to no class.</param>
/// <param name="Sort">What to do with the files, or null.</param>
/// <param name="Undo">The file that says what was sorted and is to be taken back, or null.</param>
internal sealed record ClassifySettings(
    ModelSettings Model, IReadOnlyList<ClassifyInput> Inputs, IReadOnlyList<string> Labels,
    IReadOnlyList<string> Templates, string? Examples, string? Classes, string? Save, UnknownSettings Unknown,
    SortSettings? Sort, string? Undo);

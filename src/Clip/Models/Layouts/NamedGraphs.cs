namespace Clip.Models.Layouts;

/// <summary>Graphs of one name, which does not say what tower they are.</summary>
/// <param name="Place">Where they lie.</param>
/// <param name="Variants">The graphs.</param>
internal sealed record NamedGraphs(GraphPlace Place, GraphVariants Variants);

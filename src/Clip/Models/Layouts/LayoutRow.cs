using Clip.Models.Configuration;

namespace Clip.Models.Layouts;

/// <summary>One row of the <see cref="LayoutTable"/>.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Text">Where the text tower's graphs lie.</param>
/// <param name="Image">
/// Where the image tower's graphs lie; the same as <paramref name="Text"/> where the inputs of a graph decide what it
/// is.
/// </param>
internal sealed record LayoutRow(ModelLayout Layout, GraphPlace Text, GraphPlace Image)
{
    /// <summary>A file without which the row does not apply, or null.</summary>
    public string? Marker { get; init; }

    /// <summary>
    /// The preprocessing configurations in the image tower's folder or the model's, in order; the first is the usual
    /// one.
    /// </summary>
    public IReadOnlyList<string> Preprocessors { get; init; } = ModelFileNames.Preprocessors;

    /// <summary>Whether the names of the graphs say which tower each one is.</summary>
    public bool IsPair => Text != Image;
}

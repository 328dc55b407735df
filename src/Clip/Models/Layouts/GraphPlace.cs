namespace Clip.Models.Layouts;

/// <summary>Where a layout keeps the graphs of a tower: <c>STEM.onnx</c> and <c>STEM_VARIANT.onnx</c>.</summary>
/// <param name="Folder">The folder; the graphs lie in it or in its <c>onnx</c> folder.</param>
/// <param name="Stem">The file name without variant and extension.</param>
internal readonly record struct GraphPlace(string Folder, string Stem)
{
    /// <summary>The stem of a model's only graph.</summary>
    public const string OnlyGraph = "model";

    /// <summary>A placeholder for <see cref="FileNames.TransformerFolder"/>.</summary>
    public const string Transformer = "<transformer>/";

    /// <summary>The place as messages name it.</summary>
    public override string ToString() => Folder + Stem;
}

namespace Clip.Models.Layouts;

/// <summary>A layout that the names of a model's files fit, with the graphs of the variants wanted.</summary>
/// <param name="Row">The layout.</param>
/// <param name="Text">The text tower's graph; null where there is none of the variant.</param>
/// <param name="Image">The image tower's graph, likewise.</param>
/// <param name="Lacking">
/// The first tower that has graphs, but none of the variant wanted; null where neither tower lacks its variant.
/// </param>
internal sealed record LayoutMatch(LayoutRow Row, GraphFile? Text, GraphFile? Image, LackingVariant? Lacking)
{
    /// <summary>Whether this is a tower by its name, and its counterpart has another name or is missing.</summary>
    public bool IsLone => Row.IsPair && Lacking is null && (Text is null || Image is null);

    /// <summary>Matches a row; null where neither tower has a graph of the variant wanted.</summary>
    public static LayoutMatch? Of(LayoutRow row, FileNames names, TowerVariants wanted)
    {
        var texts = new GraphVariants(names, row.Text);
        var images = row.IsPair ? new GraphVariants(names, row.Image) : texts;
        var (text, image) = (texts.Choose(wanted.Text), images.Choose(wanted.Image));
        if (text is null && image is null)
            return null;
        var lacking = text is null && texts.Exist ? new LackingVariant(row.Text, wanted.Text!, texts.Names)
            : image is null && images.Exist ? new LackingVariant(row.Image, wanted.Image!, images.Names)
            : null;
        return new LayoutMatch(row, text, image, lacking);
    }
}

/// <summary>A variant that a tower does not have.</summary>
/// <param name="Place">The tower's graphs.</param>
/// <param name="Variant">The variant wanted.</param>
/// <param name="Available">The variants that the tower has, in the order of preference.</param>
internal sealed record LackingVariant(GraphPlace Place, string Variant, IReadOnlyList<string> Available);

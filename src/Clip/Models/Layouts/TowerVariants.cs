namespace Clip.Models.Layouts;

/// <summary>The weights wanted for each tower; null takes the preferred ones.</summary>
/// <param name="Text">The variant of the text tower, as files are named.</param>
/// <param name="Image">The variant of the image tower.</param>
internal readonly record struct TowerVariants(string? Text, string? Image)
{
    private const string TextKey = "text=";
    private const string ImageKey = "image=";

    /// <summary>Whether any variant is wanted.</summary>
    public bool AreStated => Text is not null || Image is not null;

    /// <summary>
    /// Parses <c>q4</c> for both towers, or <c>text=q4,image=fp16</c>, of which either may be left out.
    /// </summary>
    /// <param name="variant">What the user wrote, or null.</param>
    /// <exception cref="ModelException">It is neither.</exception>
    public static TowerVariants Parse(string? variant)
    {
        if (variant is null)
            return default;
        if (variant.AsSpan().IndexOfAny('=', ',') < 0)
            return new TowerVariants(GraphVariants.Canonical(variant), GraphVariants.Canonical(variant));

        string? text = null, image = null;
        foreach (var part in variant.Split(','))
        {
            if (text is null && part.StartsWith(TextKey, StringComparison.Ordinal))
                text = GraphVariants.Canonical(part[TextKey.Length..]);
            else if (image is null && part.StartsWith(ImageKey, StringComparison.Ordinal))
                image = GraphVariants.Canonical(part[ImageKey.Length..]);
            else
                throw ModelException.VariantSyntax(variant);
        }
        return new TowerVariants(text, image);
    }
}

namespace Clip.Models;

/// <summary>The weights wanted for each tower; null takes the first of the usual order.</summary>
/// <param name="Text">The variant of the text tower, as files are named.</param>
/// <param name="Image">The variant of the image tower.</param>
internal readonly record struct TowerVariants(string? Text, string? Image)
{
    private const string TextKey = "text=";
    private const string ImageKey = "image=";

    /// <summary>Whether any variant was asked for.</summary>
    public bool AreAsked => Text is not null || Image is not null;

    /// <summary>Reads <c>q4</c> for both towers, or <c>text=q4,image=fp16</c> of which either may be left out.</summary>
    /// <param name="asked">What the user wrote, or null.</param>
    /// <exception cref="ModelException">It is neither.</exception>
    public static TowerVariants Parse(string? asked)
    {
        if (asked is null)
            return default;
        if (asked.AsSpan().IndexOfAny('=', ',') < 0)
            return new TowerVariants(GraphFile.Canonical(asked), GraphFile.Canonical(asked));

        string? text = null, image = null;
        foreach (var part in asked.Split(','))
        {
            if (text is null && part.StartsWith(TextKey, StringComparison.Ordinal))
                text = GraphFile.Canonical(part[TextKey.Length..]);
            else if (image is null && part.StartsWith(ImageKey, StringComparison.Ordinal))
                image = GraphFile.Canonical(part[ImageKey.Length..]);
            else
                throw new ModelException($"--variant {asked}", "is neither one variant nor one for each tower", "give one for both, such as fp16, or text=q4,image=fp16");
        }
        return new TowerVariants(text, image);
    }
}

namespace Clip.Models;

/// <summary>How long a model's embeddings are, and how long they are wanted.</summary>
/// <param name="Full">As the towers make them.</param>
/// <param name="Used">After the cut; the same as <paramref name="Full"/> without one.</param>
/// <param name="Trained">The lengths that the model was trained to be cut to; empty where its configuration says none.</param>
internal sealed record EmbeddingDimensions(int Full, int Used, IReadOnlyList<int> Trained)
{
    /// <summary>Derives the lengths from the graphs and the configurations.</summary>
    /// <param name="textFolder">The text tower's folder.</param>
    /// <param name="imageFolder">The image tower's folder.</param>
    /// <param name="textConfig">Its configuration.</param>
    /// <param name="imageConfig">Its configuration.</param>
    /// <param name="text">What the text tower's graph says, or null.</param>
    /// <param name="image">What the image tower's graph says, or null.</param>
    /// <param name="asked">The length that the user wants, or null.</param>
    /// <exception cref="ModelException">They contradict each other, or the model cannot be cut to that length.</exception>
    public static EmbeddingDimensions Of(
        ModelFolder textFolder, ModelFolder imageFolder, ModelConfig textConfig, ModelConfig imageConfig, int? text, int? image, int? asked)
    {
        if (text is not null && image is not null && text != image)
            throw Mismatch(textFolder, imageFolder, text.Value, image.Value);
        var statedText = Stated(textConfig, text);
        var statedImage = Stated(imageConfig, image);
        if (text is null && image is null && statedText is not null && statedImage is not null && statedText != statedImage)
            throw Mismatch(textFolder, imageFolder, statedText.Value, statedImage.Value);
        var full = text ?? image ?? statedText ?? statedImage
            ?? throw new ModelException(textFolder.Folder, "does not say how long its embeddings are", "add \"projection_dim\" to its config.json");

        int[] trained = [.. textConfig.Numbers("matryoshka_dimensions")?.Where(size => size >= 1 && size <= full).Select(static size => (int)size) ?? []];
        // A default that the model's authors wrote down is taken like a wish of the user.
        var used = asked ?? textConfig.Count("truncate_dim") ?? full;
        if (used == full)
            return new EmbeddingDimensions(full, full, trained);
        if (used < 1 || used > full)
            throw new ModelException(textFolder.Folder, $"makes embeddings of {full} numbers, not of {used}", $"ask for 1 to {full} dimensions");
        if (trained.Length > 0 && !trained.Contains(used))
            throw new ModelException(textFolder.Folder, $"was not trained to be cut to {used} dimensions", $"ask for one of {string.Join(", ", trained)}");
        return new EmbeddingDimensions(full, used, trained);
    }

    private static int? Stated(ModelConfig config, int? graph)
    {
        if ((config.Count("projection_dim") ?? config.Count("embed_dim")) is not { } stated)
            return null;
        return graph is null || graph == stated
            ? stated
            : throw new ModelException(config.File!, $"says that embeddings have {stated} numbers, but the graph makes {graph}", "use the config.json that belongs to this graph");
    }

    private static ModelException Mismatch(ModelFolder textFolder, ModelFolder imageFolder, int text, int image) => textFolder == imageFolder
        ? new(textFolder.Folder, $"pairs a text tower of {text} dimensions with an image tower of {image}", "use two towers of the same model")
        : new(imageFolder.Folder, $"has an image tower of {image} dimensions, but the text tower in {textFolder.Folder} has {text}", "use two towers that were made for each other");
}

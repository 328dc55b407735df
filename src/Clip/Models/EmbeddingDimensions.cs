using Clip.Models.Configuration;
using Clip.Models.TextTower;

namespace Clip.Models;

/// <summary>The lengths of a model's embeddings.</summary>
/// <param name="Full">As the towers compute them.</param>
/// <param name="Used">After truncation; the same as <paramref name="Full"/> without it.</param>
/// <param name="Trained">
/// The lengths that the model was trained to be truncated to; empty where its configuration states none.
/// </param>
internal sealed record EmbeddingDimensions(int Full, int Used, IReadOnlyList<int> Trained)
{
    /// <summary>Derives the lengths from the graphs and the configurations.</summary>
    /// <param name="textTower">The text tower.</param>
    /// <param name="imageTower">The image tower.</param>
    /// <param name="wanted">The length that the caller wants, or null.</param>
    /// <exception cref="ModelException">
    /// They contradict each other, or the model cannot be truncated to that length.
    /// </exception>
    public static EmbeddingDimensions Of(ModelTower textTower, ModelTower imageTower, int? wanted)
    {
        var (text, image) = (textTower.Output?.Length, imageTower.Output?.Length);
        if (text is not null && image is not null && text != image)
            throw Mismatch(textTower, imageTower, text.Value, image.Value);
        var isDescribed = textTower.Graph is null || TextFamily.IsDescribed(textTower.Graph, textTower.Config);
        var statedText = isDescribed ? Stated(textTower.Config, text) : null;
        var statedImage = isDescribed || imageTower.Folder != textTower.Folder
            ? Stated(imageTower.Config, image)
            : null;
        if (text is null && image is null
            && statedText is not null && statedImage is not null && statedText != statedImage)
        {
            throw Mismatch(textTower, imageTower, statedText.Value, statedImage.Value);
        }
        var (folder, config) = (textTower.Folder.Folder, textTower.Config);
        var full = text ?? image ?? statedText ?? statedImage ?? throw new ModelException(
            folder, "does not say how long its embeddings are", "add \"projection_dim\" to its config.json");

        int[] trained =
        [
            .. (config.Numbers("matryoshka_dimensions") ?? [])
                .Where(size => size >= 1 && size <= full).Select(static size => (int)size),
        ];
        // A default in the model's configuration counts like the caller's own choice.
        var used = wanted ?? config.Count("truncate_dim") ?? full;
        Require(folder, full, trained, used);
        return new EmbeddingDimensions(full, used, trained);
    }

    /// <summary>Checks that embeddings can be truncated to a length.</summary>
    /// <param name="folder">The model's folder, for the error.</param>
    /// <param name="full">The length before truncation.</param>
    /// <param name="trained">The lengths that the model was trained for; empty for any.</param>
    /// <param name="wanted">The length after truncation.</param>
    /// <exception cref="ModelException">They cannot.</exception>
    public static void Require(string folder, int full, IReadOnlyList<int> trained, int wanted)
    {
        if (wanted == full)
            return;
        if (wanted < 1 || wanted > full)
        {
            throw new ModelException(
                folder, $"makes embeddings of {full} numbers, not of {wanted}", $"ask for 1 to {full} dimensions");
        }
        if (trained.Count > 0 && !trained.Contains(wanted))
        {
            throw new ModelException(
                folder, $"was not trained to be cut to {wanted} dimensions",
                $"ask for one of {string.Join(", ", trained)}");
        }
    }

    private static int? Stated(ModelConfig config, int? graph)
    {
        if ((config.Count("projection_dim") ?? config.Count("embed_dim")) is not { } stated)
            return null;
        return graph is null || graph == stated
            ? stated
            : throw new ModelException(
                config.File!, $"says that embeddings have {stated} numbers, but the graph makes {graph}",
                "use the config.json that belongs to this graph");
    }

    private static ModelException Mismatch(ModelTower textTower, ModelTower imageTower, int text, int image) =>
        textTower.Folder == imageTower.Folder
            ? new(
                textTower.Folder.Folder, $"pairs a text tower of {text} dimensions with an image tower of {image}",
                "use two towers of the same model")
            : new(
                imageTower.Folder.Folder,
                $"has an image tower of {image} dimensions, but the text tower in {textTower.Folder.Folder} has {text}",
                "use two towers that were made for each other");
}

namespace Clip.Hub;

/// <summary>
/// The curated table: models that are known to load, with what is known about them. It is information for users; how a
/// model is run does not depend on it.
/// </summary>
public static class KnownModels
{
    private const string AsOpenAi = "as OpenAI's CLIP (MIT)";

    /// <summary>The rows, ordered by size within a family.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        Row("clip-mini", null, 30, 384, "Apache-2.0") with
        {
            Languages = "English",
            Quality = "Flickr8k R@1 24.8 text to image, 31.9 image to text",
            Note = "travels with the program; partly trained on photos for research and education",
        },
        Row("clip-vit-b-32", "Xenova/clip-vit-base-patch32", 606, 512, AsOpenAi),
        Row("clip-vit-b-16", "Xenova/clip-vit-base-patch16", 599, 512, AsOpenAi),
        Row("immich-vit-b-32", "immich-app/ViT-B-32__openai", 605, 512, null),
        Row("immich-vit-b-32-laion2b", "immich-app/ViT-B-32__laion2b-s34b-b79k", 605, 512, "MIT"),
        Row("immich-xlm-roberta-b-16-plus", "immich-app/XLM-Roberta-Large-Vit-B-16Plus", null, 640, null) with
        {
            Note = "the image tower alone is 469 MB",
        },
        Row("qdrant-vit-b-32-vision", "Qdrant/clip-ViT-B-32-vision", 352, 512, "MIT") with
        {
            Note = "image tower only",
        },
        Row("qdrant-vit-b-32-text", "Qdrant/clip-ViT-B-32-text", 254, 512, "MIT") with { Note = "text tower only" },
        Row(
            "clip-multilingual-text", "sentence-transformers/clip-ViT-B-32-multilingual-v1", 541, 512,
            "Apache-2.0") with
        {
            Languages = "multilingual",
            Note = "text tower only; pairs with the image tower of clip-vit-b-32",
        },
        Row("siglip-b-16", "Xenova/siglip-base-patch16-224", 813, 768, "Apache-2.0"),
        Row("siglip2-b-16", "onnx-community/siglip2-base-patch16-224-ONNX", 1500, 768, "Apache-2.0"),
        Row("jina-clip-v1", "jinaai/jina-clip-v1", 892, 768, "Apache-2.0"),
        Row("jina-clip-v2", "jinaai/jina-clip-v2", 3452, 1024, "CC-BY-NC-4.0") with
        {
            Restriction = License.NonCommercial,
            Note = "embeddings can be cut to 32..768",
        },
        Row("chinese-clip-b-16", "Xenova/chinese-clip-vit-base-patch16", 754, 512, null) with
        {
            Languages = "Chinese",
        },
        MobileClip("mobileclip-s0", "Xenova/mobileclip_s0", 216),
        MobileClip("mobileclip-s1", "Xenova/mobileclip_s1", 340),
        MobileClip("mobileclip-s2", "Xenova/mobileclip_s2", null) with { Note = "the image tower alone is 143 MB" },
        MobileClip("mobileclip-b", "Xenova/mobileclip_b", null) with { Note = "the image tower alone is 346 MB" },
        MobileClip("mobileclip-blt", "Xenova/mobileclip_blt", null) with { Note = "the image tower alone is 346 MB" },
    ];

    /// <summary>The row of a short name or a repository, or null.</summary>
    public static KnownModel? Find(string name) => All.FirstOrDefault(model =>
        string.Equals(model.ShortName, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(model.Repository, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a short name with or without <c>@REVISION</c>, or <c>OWNER/NAME[@REVISION]</c>.</summary>
    /// <returns>Null where the text is neither, or names the model that is part of the program.</returns>
    public static ModelReference? Resolve(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        // The table's spelling replaces the user's: the hub is case-insensitive, the cache's folder names are not.
        var repository = Find(name)?.Repository;
        var spelled = repository is null ? text : repository + text[name.Length..];
        return ModelReference.TryParse(spelled, out var reference) ? reference : null;
    }

    private static KnownModel Row(
        string shortName, string? repository, double? megabytes, int dimension, string? license) =>
        new(shortName, repository, null, megabytes, dimension, license, null, null, null);

    private static KnownModel MobileClip(string shortName, string repository, double? megabytes) =>
        Row(shortName, repository, megabytes, 512, "other (Apple)") with { Restriction = License.Apple };
}

namespace Clip.Hub;

/// <summary>
/// The curated table: models that are known to load, with what is known of them. It is for people; nothing about how a
/// model is run is taken from here.
/// </summary>
public static class KnownModels
{
    private const string AsOpenAi = "as OpenAI's CLIP (MIT)";

    /// <summary>The rows, smallest first within a family.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        new("clip-mini", null, "English", 30, 384, "Apache-2.0", null, "Flickr8k R@1 24.8 text to image, 31.9 image to text", "travels with the program; partly trained on photos for research and education"),
        new("clip-vit-b-32", "Xenova/clip-vit-base-patch32", null, 606, 512, AsOpenAi, null, null, null),
        new("clip-vit-b-16", "Xenova/clip-vit-base-patch16", null, 599, 512, AsOpenAi, null, null, null),
        new("immich-vit-b-32", "immich-app/ViT-B-32__openai", null, 605, 512, null, null, null, null),
        new("immich-vit-b-32-laion2b", "immich-app/ViT-B-32__laion2b-s34b-b79k", null, 605, 512, "MIT", null, null, null),
        new("immich-xlm-roberta-b-16-plus", "immich-app/XLM-Roberta-Large-Vit-B-16Plus", null, null, 640, null, null, null, "the image tower alone is 469 MB"),
        new("qdrant-vit-b-32-vision", "Qdrant/clip-ViT-B-32-vision", null, 352, 512, "MIT", null, null, "image tower only"),
        new("qdrant-vit-b-32-text", "Qdrant/clip-ViT-B-32-text", null, 254, 512, "MIT", null, null, "text tower only"),
        new("clip-multilingual-text", "sentence-transformers/clip-ViT-B-32-multilingual-v1", "multilingual", 541, 512, "Apache-2.0", null, null, "text tower only; pairs with the image tower of clip-vit-b-32"),
        new("siglip-b-16", "Xenova/siglip-base-patch16-224", null, 813, 768, "Apache-2.0", null, null, null),
        new("siglip2-b-16", "onnx-community/siglip2-base-patch16-224-ONNX", null, 1500, 768, "Apache-2.0", null, null, null),
        new("jina-clip-v1", "jinaai/jina-clip-v1", null, 892, 768, "Apache-2.0", null, null, null),
        new("jina-clip-v2", "jinaai/jina-clip-v2", null, 3452, 1024, "CC-BY-NC-4.0", Licence.NonCommercial, null, "embeddings can be cut to 32..768"),
        new("chinese-clip-b-16", "Xenova/chinese-clip-vit-base-patch16", "Chinese", 754, 512, null, null, null, null),
        new("mobileclip-s0", "Xenova/mobileclip_s0", null, 216, 512, "other (Apple)", Licence.Apple, null, null),
        new("mobileclip-s1", "Xenova/mobileclip_s1", null, 340, 512, "other (Apple)", Licence.Apple, null, null),
        new("mobileclip-s2", "Xenova/mobileclip_s2", null, null, 512, "other (Apple)", Licence.Apple, null, "the image tower alone is 143 MB"),
        new("mobileclip-b", "Xenova/mobileclip_b", null, null, 512, "other (Apple)", Licence.Apple, null, "the image tower alone is 346 MB"),
        new("mobileclip-blt", "Xenova/mobileclip_blt", null, null, 512, "other (Apple)", Licence.Apple, null, "the image tower alone is 346 MB"),
    ];

    /// <summary>The row of a short name or a repository, or null.</summary>
    public static KnownModel? Find(string name) => All.FirstOrDefault(model =>
        string.Equals(model.ShortName, name, StringComparison.OrdinalIgnoreCase) || string.Equals(model.Repository, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a short name with or without <c>@REVISION</c>, or <c>OWNER/NAME[@REVISION]</c>.</summary>
    /// <returns>Null where the text is neither, or names the model that travels with the program.</returns>
    public static ModelReference? Resolve(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        // A repository of the table gets its own spelling: the hub minds capitals little, the cache's folder names much.
        var repository = Find(name)?.Repository;
        return ModelReference.TryParse(repository is null ? text : repository + text[name.Length..], out var reference) ? reference : null;
    }
}

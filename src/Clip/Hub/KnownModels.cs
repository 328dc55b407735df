using Clip.Hub;

namespace Clip;

/// <summary>
/// The curated table: models that are known to load, with what is known about them. It is information for users; how a
/// model is run does not depend on it.
/// </summary>
public static class KnownModels
{
    private const string AsOpenAi = "as OpenAI's CLIP (MIT)";

    /// <summary>The languages of a model that was trained on English alone.</summary>
    internal const string English = "English";

    // Figures for pictures found by text, in %. Flickr30k and COCO: the caption's picture is first, from open_clip's
    // openclip_retrieval_results.csv and the papers or model cards of jina-clip-v1 and SigLIP 2. XM3600: the mean of
    // "first", "among 5" and "among 10" on Crossmodal-3600, from Immich's documentation of its search. ImageNet: the
    // class is first, from MobileCLIP's model card. Where no figure of a model was found, the row says so.
    private const string VitB32 = "Flickr30k 58.8, COCO 30.4, XM3600 59.4";

    /// <summary>What the figures in <see cref="KnownModel.Quality"/> measure.</summary>
    public static string QualityLegend =>
        "Flickr30k, COCO: R@1 of pictures found by English captions; XM3600: mean of R@1, R@5 and R@10 on "
        + "Crossmodal-3600; ImageNet: top-1, zero-shot; all in %";

    /// <summary>The rows, ordered by size within a family.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        Row("clip-mini", null, 30, 384, "Apache-2.0") with
        {
            Languages = English,
            Quality = "Flickr8k R@1 27.5 text to image, 40.5 image to text",
            Note = "travels with the program; partly trained on photos for research and education",
        },
        Row("clip-vit-b-32", "Xenova/clip-vit-base-patch32", 606, 512, AsOpenAi, English, VitB32),
        Row(
            "clip-vit-b-16", "Xenova/clip-vit-base-patch16", 599, 512, AsOpenAi, English,
            "Flickr30k 62.2, COCO 33.1, XM3600 58.3"),
        Row("immich-vit-b-32", "immich-app/ViT-B-32__openai", 605, 512, null, English, VitB32),
        Row(
            "immich-vit-b-32-laion2b", "immich-app/ViT-B-32__laion2b-s34b-b79k", 605, 512, "MIT", English,
            "Flickr30k 66.8, COCO 39.3, XM3600 68.8"),
        Row(
            "immich-xlm-roberta-b-16-plus", "immich-app/XLM-Roberta-Large-Vit-B-16Plus", null, 640, null,
            "English and 10 more measured",
            "R@10 among 1,000 of COCO: 95.0 in English, 84.2 to 94.4 in 10 more languages (M-CLIP)") with
        {
            Note = "the image tower alone is 469 MB",
        },
        Row("qdrant-vit-b-32-vision", "Qdrant/clip-ViT-B-32-vision", 352, 512, "MIT", "those of its text tower",
            $"with qdrant-vit-b-32-text: {VitB32}") with
        {
            Note = "image tower only",
        },
        Row("qdrant-vit-b-32-text", "Qdrant/clip-ViT-B-32-text", 254, 512, "MIT", English,
            $"with qdrant-vit-b-32-vision: {VitB32}") with
        {
            Note = "text tower only",
        },
        Row(
            "clip-multilingual-text", "sentence-transformers/clip-ViT-B-32-multilingual-v1", 541, 512, "Apache-2.0",
            "50+ languages", "no figure known; it was taught to answer as the text tower of clip-vit-b-32 does") with
        {
            Note = "text tower only; pairs with the image tower of clip-vit-b-32",
        },
        Row(
            "siglip-b-16", "Xenova/siglip-base-patch16-224", 813, 768, "Apache-2.0", English,
            "Flickr30k 74.7, COCO 47.8, XM3600 71.6") with
        {
            StartHereFor = English,
        },
        Row(
            "siglip2-b-16", "onnx-community/siglip2-base-patch16-224-ONNX", 1500, 768, "Apache-2.0",
            "109 languages in its training",
            "COCO 52.1, XM3600 75.2 in English, 75.3 Dutch, 67.7 Danish, 64.4 Chinese, 61.7 Arabic; weak in rare ones")
        with
        {
            StartHereFor = "80+ languages",
        },
        Row(
            "jina-clip-v1", "jinaai/jina-clip-v1", 892, 768, "Apache-2.0", English, "Flickr30k 67.5, COCO 41.1"),
        Row(
            "jina-clip-v2", "jinaai/jina-clip-v2", 3452, 1024, "CC-BY-NC-4.0", "89 languages",
            "3 % above jina-clip-v1 by its authors' account") with
        {
            Restriction = License.NonCommercial,
            Note = "embeddings can be cut to 32..768",
        },
        Row(
            "chinese-clip-b-16", "Xenova/chinese-clip-vit-base-patch16", 754, 512, null, "Chinese",
            "no figure of this size known; trained on about 200 million Chinese pairs"),
        MobileClip("mobileclip-s0", "Xenova/mobileclip_s0", 216, "ImageNet 67.8") with
        {
            StartHereFor = "the fastest answers",
        },
        MobileClip("mobileclip-s1", "Xenova/mobileclip_s1", 340, "ImageNet 72.6"),
        MobileClip("mobileclip-s2", "Xenova/mobileclip_s2", null, "ImageNet 74.4") with
        {
            Note = "the image tower alone is 143 MB",
        },
        MobileClip("mobileclip-b", "Xenova/mobileclip_b", null, "ImageNet 76.8") with
        {
            Note = "the image tower alone is 346 MB",
        },
        MobileClip("mobileclip-blt", "Xenova/mobileclip_blt", null, "ImageNet 77.2") with
        {
            Note = "the image tower alone is 346 MB",
        },
    ];

    /// <summary>The row of a short name or a repository, or null.</summary>
    public static KnownModel? Find(string name) => All.FirstOrDefault(model =>
        string.Equals(model.ShortName, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(model.Repository, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a short name with or without <c>@REVISION</c>, or <c>OWNER/NAME[@REVISION]</c>.</summary>
    /// <returns>Null where the text is neither, or names the model that is part of the program.</returns>
    public static ModelReference? Resolve(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        // The table's spelling replaces the user's: the hub is case-insensitive, the cache's folder names are not.
        var repository = Find(name)?.Repository;
        var spelled = repository is null ? text : repository + text[name.Length..];
        return ModelReference.TryParse(spelled, out var reference) ? reference : null;
    }

    private static KnownModel Row(
        string shortName, string? repository, double? megabytes, int dimensions, string? license,
        string? languages = null, string? quality = null) =>
        new(shortName, repository, languages, megabytes, dimensions, license, null, quality, null);

    private static KnownModel MobileClip(string shortName, string repository, double? megabytes, string quality) =>
        Row(shortName, repository, megabytes, 512, "other (Apple)", English, quality) with
        {
            Restriction = License.Apple,
        };
}

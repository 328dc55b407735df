using System.Text.Json;

namespace Clip.Tests.Models;

/// <summary>Embeddings of one variant of a model: its own, which differ from those of the full weights.</summary>
/// <param name="Tolerance">The least cosine between processors.</param>
/// <param name="TextEmbeddings">Of the reference's texts.</param>
/// <param name="ImageEmbeddings">Of the reference's pictures.</param>
internal sealed record VariantReference(double Tolerance, float[][] TextEmbeddings, float[][] ImageEmbeddings);

/// <summary>What the originals answer for one model.</summary>
internal sealed record Reference(string[] Texts, float[][] TextEmbeddings, string[] Images, float[][] ImageEmbeddings)
{
    /// <summary>The variants that have answers of their own, by name.</summary>
    public required IReadOnlyDictionary<string, VariantReference> Variants { get; init; }

    /// <summary>The lengths that embeddings may be truncated to.</summary>
    public required int[] Matryoshka { get; init; }

    /// <summary>The trained scale, and the bias of SigLIP; null where the original has none.</summary>
    public required (double? Scale, double? Bias) Logits { get; init; }

    public static Reference Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new Reference(
            Strings(root, "texts"), Vectors(root, "text_embeddings"), Strings(root, "images"),
            Vectors(root, "image_embeddings"))
        {
            Variants = root.TryGetProperty("variants", out var variants)
                ? variants.EnumerateObject().ToDictionary(variant => variant.Name, variant => Variant(variant.Value))
                : [],
            Matryoshka = root.TryGetProperty("matryoshka", out var lengths)
                ? [.. lengths.EnumerateArray().Select(length => length.GetInt32())]
                : [],
            Logits = (Number(root, "logit_scale"), Number(root, "logit_bias")),
        };
    }

    /// <summary>The rows of an array of arrays.</summary>
    public static float[][] Vectors(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(
            row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];

    private static VariantReference Variant(JsonElement variant) => new(
        variant.GetProperty("tolerance").GetDouble(), Vectors(variant, "text_embeddings"),
        Vectors(variant, "image_embeddings"));

    private static double? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static string[] Strings(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}

using System.Globalization;

namespace Clip;

/// <summary>Why a model cannot be used, where the remedy depends on how the user chose the model.</summary>
public enum ModelFault
{
    /// <summary>A reason that the message says in full.</summary>
    Other,

    /// <summary>The weights do not fit into memory.</summary>
    TooLittleMemory,

    /// <summary>The model computed an embedding that is not finite or has no direction.</summary>
    UselessEmbedding,

    /// <summary>The variants wanted are written in a way that cannot be parsed.</summary>
    VariantSyntax,

    /// <summary>In 8 bits the embeddings are not as close to those in 32 bits as required.</summary>
    InsufficientPrecision,

    /// <summary>The graph cannot be computed in 8 bits.</summary>
    NotQuantizable,
}

/// <summary>A model folder, or a file in it, cannot be used: missing, damaged, or not of a known form.</summary>
public sealed class ModelException : ClipException
{
    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public ModelException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }

    /// <summary>Why.</summary>
    public ModelFault Fault { get; private init; }

    /// <summary>What was wanted as a variant, for <see cref="ModelFault.VariantSyntax"/>; null otherwise.</summary>
    public string? Variant { get; private init; }

    internal static ModelException TooLittleMemory(string graph, string needed, string available) => new(
        graph, $"needs {needed} of memory for its weights, and {available} are left",
        "use a smaller variant, such as quantized, or a smaller model")
    {
        Fault = ModelFault.TooLittleMemory,
    };

    internal static ModelException UselessEmbedding(string graph, string item) => new(
        graph, $"gave an embedding that is not finite or zero for {item}",
        "try another variant of the model, or the processor")
    {
        Fault = ModelFault.UselessEmbedding,
    };

    internal static ModelException UselessTextEmbedding(string graph, string text)
    {
        const int longest = 60;
        var end = char.IsHighSurrogate(text.ElementAtOrDefault(longest - 1)) ? longest - 1 : longest;
        var excerpt = text.Length <= longest ? text : text[..end] + "...";
        return UselessEmbedding(graph, $"\"{excerpt.ReplaceLineEndings(" ")}\"");
    }

    /// <summary>What was measured, for <see cref="ModelFault.InsufficientPrecision"/>; null otherwise.</summary>
    public PrecisionReport? Precision { get; private init; }

    internal static ModelException InsufficientPrecision(string graph, PrecisionReport measured, double required, bool canBeAccepted) =>
        new(
            graph,
            string.Create(
                CultureInfo.InvariantCulture,
                $"is not exact enough in 8 bits: {measured}; a mean cosine of {required:0.#####} is required"),
            canBeAccepted
                ? "use 32 bits, or require a lower cosine"
                : "use 32 bits")
        {
            Fault = ModelFault.InsufficientPrecision,
            Precision = measured,
        };

    internal static ModelException NotQuantizable(string graph, string problem, Exception? cause) =>
        new(graph, problem, "use it in the precision of its files", cause) { Fault = ModelFault.NotQuantizable };

    internal static ModelException VariantSyntax(string variant) => new(
        $"variant {variant}", "is neither one variant nor one for each tower",
        "give one for both, such as fp16, or text=q4,image=fp16")
    {
        Fault = ModelFault.VariantSyntax,
        Variant = variant,
    };
}

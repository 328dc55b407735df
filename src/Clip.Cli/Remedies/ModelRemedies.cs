namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="ModelException"/>.</summary>
internal static class ModelRemedies
{
    /// <summary>What may help where a model computes an embedding that cannot be used.</summary>
    public const string OtherEmbeddings = "try another variant of the model, or --device cpu";

    public static (string Subject, string Problem, string? Remedy) Parts(ModelException error) => error.Fault switch
    {
        ModelFault.TooLittleMemory => (
            error.Subject, error.Problem, "use a smaller variant, such as --variant quantized, or a smaller model"),
        ModelFault.UselessEmbedding => (
            error.Subject, error.Problem, OtherEmbeddings),
        ModelFault.InsufficientPrecision => (
            error.Subject, error.Problem,
            error.CanBeAccepted
                ? "leave out --precision int8, or accept less with --min-cosine 0.99"
                : "leave out --precision int8"),
        ModelFault.NotQuantizable => (
            error.Subject, error.Problem, "leave out --precision int8"),
        ModelFault.VariantSyntax => ($"--variant {error.Variant}", error.Problem, error.Remedy),
        _ => (error.Subject, error.Problem, error.Remedy),
    };
}

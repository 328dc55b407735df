namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="ModelException"/>.</summary>
internal static class ModelRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(ModelException error) => error.Fault switch
    {
        ModelFault.TooLittleMemory => (
            error.Subject, error.Problem, "use a smaller variant, such as --variant quantized, or a smaller model"),
        ModelFault.UselessEmbedding => (
            error.Subject, error.Problem, "try another variant of the model, or --device cpu"),
        ModelFault.VariantSyntax => ($"--variant {error.Variant}", error.Problem, error.Remedy),
        _ => (error.Subject, error.Problem, error.Remedy),
    };
}

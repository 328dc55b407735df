namespace Clip;

/// <summary>The arithmetic of a model's towers.</summary>
public enum ModelPrecision
{
    /// <summary>As the model's files state it, usually 32 bits.</summary>
    Fp32,

    /// <summary>
    /// Matrix products with constant weights in 8 bits, on processors alone: an approximation that is measured before
    /// it is used, see <see cref="PrecisionReport"/>, which also has its speed.
    /// </summary>
#pragma warning disable CA1720 // the field's own name
    Int8,
#pragma warning restore CA1720
}

/// <summary>The names of <see cref="ModelPrecision"/>.</summary>
internal static class ModelPrecisionWords
{
    /// <summary>The name: <c>fp32</c> or <c>int8</c>.</summary>
    public static string Of(ModelPrecision precision) => precision == ModelPrecision.Int8 ? "int8" : "fp32";

    /// <summary>The precision of a name; null for null.</summary>
    public static ModelPrecision? Parse(string? name) => name switch
    {
        null => null,
        "fp32" => ModelPrecision.Fp32,
        "int8" => ModelPrecision.Int8,
        _ => throw new ArgumentException($"{name}: is neither fp32 nor int8", nameof(name)),
    };
}

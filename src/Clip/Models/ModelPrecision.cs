namespace Clip;

/// <summary>The arithmetic of a model's towers.</summary>
public enum ModelPrecision
{
    /// <summary>As the model's files state it, usually 32 bits.</summary>
    Fp32,

    /// <summary>
    /// Matrix products with constant weights in 8 bits, about twice as fast on processors: an approximation that is
    /// measured before it is used, see <see cref="PrecisionReport"/>.
    /// </summary>
    Int8,
}

using Clip.Models;

namespace Clip;

/// <summary>The arithmetic of the towers.</summary>
public sealed partial class ClipModel
{
    private readonly ModelQuantization? _quantization;

    /// <summary>The arithmetic of the towers: <see cref="ClipModelOptions.Precision"/>.</summary>
    public ModelPrecision Precision => RequestedPrecision ?? ModelPrecision.Fp32;

    /// <summary><see cref="ClipModelOptions.Precision"/> of the options that the model was opened with.</summary>
    internal ModelPrecision? RequestedPrecision { get; }

    /// <summary>
    /// How close the towers are to 32 bits, for those that this process or an earlier one with the same
    /// <see cref="ClipModelOptions.CacheFolder"/> has measured; empty in 32 bits.
    /// </summary>
    public IReadOnlyList<PrecisionReport> PrecisionReports => _quantization?.Reports ?? [];

    /// <summary>
    /// Measures a model in 8 bits on a user's own pictures, and the text tower on built-in texts where it has not been
    /// measured. A tower that fails is rewritten in a slower and more exact way. Without a call of this, the towers
    /// are measured on built-in pictures and texts when they are first used.
    /// </summary>
    /// <param name="pictures">
    /// Picture files, of which the first 32 are used; those that cannot be read are left out.
    /// </param>
    /// <param name="source">What reports call them, such as the path of their folder.</param>
    /// <param name="decode">How they are decoded: as those that the model is to encode.</param>
    /// <param name="cancellationToken">Cancels between pictures.</param>
    /// <returns>A report per tower; none in 32 bits.</returns>
    /// <exception cref="ModelException">
    /// A tower is not as close to 32 bits as <see cref="ClipModelOptions.RequiredCosine"/> demands, is quantized
    /// already, or cannot be loaded.
    /// </exception>
    public Task<IReadOnlyList<PrecisionReport>> ProvePrecisionAsync(
        IEnumerable<string> pictures, string source, DecodeMode decode = DecodeMode.Exact,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(source);
        return Task.Run(() => _quantization?.Prove(pictures, source, decode, cancellationToken) ?? [], cancellationToken);
    }
}

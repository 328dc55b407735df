using System.Runtime.Intrinsics.X86;

namespace Clip.Models.Quantization;

/// <summary>One way to compute products in 8 bits.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="IsPerToken">
/// Whether each token has its own scale, which is more exact and independent of what else is in the batch, instead of
/// one scale for all activations of a run.
/// </param>
/// <param name="Weights">The numbers that weights are rounded to.</param>
internal sealed record QuantizationVariant(string Name, bool IsPerToken, WeightForm Weights)
{
    /// <summary>
    /// Whether this is known to be slower than the variant before it, so that it is tried only where no other one is
    /// exact enough.
    /// </summary>
    public bool IsLastResort => Weights == WeightForm.Unsigned;

    /// <summary>
    /// The variants for this processor. Which of those that are not a last resort is the fastest depends on the graph:
    /// a scale per token takes more operations, and shares them among the products of the same activations.
    /// </summary>
    public static IReadOnlyList<QuantizationVariant> ForThisProcessor => AddsIn32Bits()
        ?
        [
            new("8 bits", false, WeightForm.EightBits),
            new("8 bits, a scale per token", true, WeightForm.EightBits),
        ]
        :
        [
            new("7-bit weights", false, WeightForm.SevenBits),
            new("7-bit weights, a scale per token", true, WeightForm.SevenBits),
            new("unsigned 8-bit weights, a scale per token", true, WeightForm.Unsigned),
        ];

    /// <summary>
    /// Whether products of 8 bits are added in 32 bits: VNNI on x86 (CPUID leaf 7: ECX bit 11 for AVX-512, EAX bit 4 of
    /// sub-leaf 1 for AVX), always on Arm. Other processors add two of them in 16 bits, which saturates.
    /// </summary>
    private static bool AddsIn32Bits()
    {
        if (!X86Base.IsSupported)
            return true;
        var (most, _, _, _) = X86Base.CpuId(7, 0);
        var hasAvx512 = (X86Base.CpuId(7, 0).Ecx & 1 << 11) != 0 && Avx512F.IsSupported;
        var hasAvx = most >= 1 && (X86Base.CpuId(7, 1).Eax & 1 << 4) != 0 && Avx2.IsSupported;
        return hasAvx512 || hasAvx;
    }
}

using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Clip.Models.Caching;

/// <summary>
/// Names a saved graph by what it depends on: the original graph, the ONNX Runtime that optimized it, and the processor
/// that it was optimized for (ONNX Runtime lays out weights for the vector units that it finds).
/// </summary>
/// <param name="Name">32 hexadecimal digits, the name of the entry.</param>
internal readonly record struct GraphCacheKey(string Name)
{
    /// <summary>Computes the key.</summary>
    /// <param name="content">Identifies the graph and its weights: see <see cref="ModelFingerprint"/>.</param>
    /// <param name="output">The output that the graph was cut to.</param>
    /// <param name="runtime">ONNX Runtime's version and build.</param>
    public static GraphCacheKey Of(string content, string output, string runtime)
    {
        var everything = string.Join('\n', "4", content, output, runtime, Processor());
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(everything));
        return new GraphCacheKey(hash.ToString("x32", CultureInfo.InvariantCulture));
    }

    private static string Processor()
    {
        if (X86Base.IsSupported)
        {
            // Family, model and stepping, then the vector extensions.
            var (model, _, features, _) = X86Base.CpuId(1, 0);
            var (_, ebx, ecx, edx) = X86Base.CpuId(7, 0);
            return string.Create(CultureInfo.InvariantCulture, $"x86 {model:x} {features:x} {ebx:x} {ecx:x} {edx:x}");
        }
        var architecture = RuntimeInformation.ProcessArchitecture;
        return $"{architecture} {AdvSimd.IsSupported} {Dp.IsSupported} {ArmBase.Arm64.IsSupported}";
    }
}

using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>One of ONNX Runtime's execution providers, under the name that users give on the command line.</summary>
/// <param name="Device">The name a user gives: <c>cuda</c>, <c>coreml</c>, …</param>
/// <param name="OrtName">ONNX Runtime's name for it, as its list of available providers spells it.</param>
/// <param name="Append">Adds the provider to a session's options.</param>
internal sealed record ExecutionProvider(string Device, string OrtName, Action<SessionOptions> Append)
{
    /// <summary>The processor: always there, and last in every session.</summary>
    public static ExecutionProvider Cpu { get; } = new("cpu", "CPUExecutionProvider", static _ => { });

    /// <summary>Every provider, in the order in which <c>auto</c> tries them: the fastest on its hardware first.</summary>
    public static IReadOnlyList<ExecutionProvider> All { get; } =
    [
        new("cuda", "CUDAExecutionProvider", static options => options.AppendExecutionProvider_CUDA()),
        new("migraphx", "MIGraphXExecutionProvider", static options => options.AppendExecutionProvider("MIGraphX")),
        new("directml", "DmlExecutionProvider", static options => options.AppendExecutionProvider_DML()),
        new("coreml", "CoreMLExecutionProvider", static options => options.AppendExecutionProvider("CoreML")),
        new("openvino", "OpenVINOExecutionProvider", static options => options.AppendExecutionProvider_OpenVINO()),
        new("qnn", "QNNExecutionProvider", static options => options.AppendExecutionProvider("QNN")),
        new("webgpu", "WebGpuExecutionProvider", static options => options.AppendExecutionProvider("WebGPU")),
        new("tensorrt", "TensorrtExecutionProvider", static options => options.AppendExecutionProvider_Tensorrt()),
        new("xnnpack", "XnnpackExecutionProvider", static options => options.AppendExecutionProvider("XNNPACK")),
        Cpu,
    ];

    /// <summary>
    /// What <c>auto</c> leaves out: TensorRT compiles a model for minutes on its first run, and XNNPACK is another way
    /// of using the processor, slower than the usual one on x64. Both are there for whoever names them.
    /// </summary>
    public bool OnlyWhenNamed => Device is "tensorrt" or "xnnpack";

    /// <summary>The provider of a device's name, or null.</summary>
    public static ExecutionProvider? Named(string device) =>
        All.FirstOrDefault(provider => string.Equals(provider.Device, device, StringComparison.OrdinalIgnoreCase));
}

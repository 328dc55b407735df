using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>What kind of hardware a provider computes on; decides how many rows a batch has.</summary>
internal enum DeviceKind
{
    /// <summary>The processor, in whatever library's way.</summary>
    Processor,

    /// <summary>A graphics card: fast only when many rows keep it busy.</summary>
    Gpu,

    /// <summary>A neural processing unit, compiled for one shape.</summary>
    Npu,
}

/// <summary>One of ONNX Runtime's execution providers, under the name that users give on the command line.</summary>
/// <param name="Device">The name a user gives: <c>cuda</c>, <c>coreml</c>, …</param>
/// <param name="OrtName">ONNX Runtime's name for it, as its list of available providers spells it.</param>
/// <param name="Kind">What it computes on.</param>
/// <param name="Remedy">What a user does whose ONNX Runtime lacks it.</param>
/// <param name="Needs">What a user does whose machine does not let it work.</param>
/// <param name="Append">Adds the provider to a session's options.</param>
internal sealed record ExecutionProvider(string Device, string OrtName, DeviceKind Kind, string Remedy, string Needs, Action<SessionOptions> Append)
{
    private const string Driver = "install or repair its driver, or use --device cpu";
    private const string CudaBuild = "give a CUDA build of ONNX Runtime with --ort-library PATH (its release onnxruntime-linux-x64-gpu or -win-x64-gpu), or use --device cpu";
    private const string OtherBuild = "point --ort-library at an ONNX Runtime that has it, or use --device cpu";

    /// <summary>The processor: always there, and last in every session.</summary>
    public static ExecutionProvider Cpu { get; } = new("cpu", "CPUExecutionProvider", DeviceKind.Processor, "", "", static _ => { });

    /// <summary>Every provider, in the order in which <c>auto</c> tries them: the fastest on its hardware first.</summary>
    public static IReadOnlyList<ExecutionProvider> All { get; } =
    [
        new("cuda", "CUDAExecutionProvider", DeviceKind.Gpu,
            CudaBuild,
            "install an NVIDIA driver and the CUDA and cuDNN that this ONNX Runtime was built for, or use --device cpu",
            static options => options.AppendExecutionProvider_CUDA()),
        new("nvtensorrtrtx", "NvTensorRTRTXExecutionProvider", DeviceKind.Gpu,
            "give its library with --ep-library nvtensorrtrtx=PATH, or use --device cpu",
            "install an NVIDIA driver and TensorRT for RTX, or use --device cuda",
            static options => options.AppendExecutionProvider("NvTensorRtRtx")),
        new("migraphx", "MIGraphXExecutionProvider", DeviceKind.Gpu, OtherBuild, "install ROCm and MIGraphX, or use --device cpu",
            static options => options.AppendExecutionProvider_MIGraphX()),
        new("directml", "DmlExecutionProvider", DeviceKind.Gpu,
            "give the DirectML build of ONNX Runtime with --ort-library PATH (Windows; onnxruntime.dll of the package Microsoft.ML.OnnxRuntime.DirectML), or use --device cpu",
            Driver,
            AppendDirectMl),
        new("coreml", "CoreMLExecutionProvider", DeviceKind.Npu, "use macOS, or --device cpu", Driver,
            static options => options.AppendExecutionProvider("CoreML")),
        new("openvino", "OpenVINOExecutionProvider", DeviceKind.Processor,
            "give its library with --ep-library openvino=PATH, or use --device cpu",
            Driver,
            static options => options.AppendExecutionProvider("OpenVINO")),
        new("qnn", "QNNExecutionProvider", DeviceKind.Npu,
            "give its library with --ep-library qnn=PATH, or use --device cpu",
            Driver,
            static options => options.AppendExecutionProvider("QNN")),
        new("vitisai", "VitisAIExecutionProvider", DeviceKind.Npu, OtherBuild, Driver, static options => options.AppendExecutionProvider("VitisAI")),
        new("webgpu", "WebGpuExecutionProvider", DeviceKind.Gpu, OtherBuild,
            "install a driver for Vulkan, Metal or Direct3D 12, or use --device cpu",
            AppendWebGpu),
        new("tensorrt", "TensorrtExecutionProvider", DeviceKind.Gpu,
            CudaBuild,
            "install an NVIDIA driver and the TensorRT that this ONNX Runtime was built for, or use --device cuda",
            static options => options.AppendExecutionProvider_Tensorrt()),
        new("dnnl", "DnnlExecutionProvider", DeviceKind.Processor, OtherBuild, OtherBuild, static options => options.AppendExecutionProvider_Dnnl()),
        new("xnnpack", "XnnpackExecutionProvider", DeviceKind.Processor, OtherBuild, OtherBuild, static options => options.AppendExecutionProvider("XNNPACK")),
        Cpu,
    ];

    /// <summary>
    /// What <c>auto</c> leaves out: TensorRT compiles a model for minutes on its first run, and XNNPACK and oneDNN are
    /// other ways of using the processor, slower than the usual one on x64. They are there for whoever names them.
    /// </summary>
    public bool OnlyWhenNamed => Device is "tensorrt" or "xnnpack" or "dnnl";

    /// <summary>ONNX Runtime's name for memory that this provider's driver pins for straight copies; null where there is none.</summary>
    public string? PinnedMemory => OrtName switch
    {
        "CUDAExecutionProvider" or "TensorrtExecutionProvider" => "CudaPinned",
        "MIGraphXExecutionProvider" => "HipPinned",
        _ => null,
    };

    /// <summary>The provider of a device's name, or null.</summary>
    public static ExecutionProvider? Named(string device) =>
        All.FirstOrDefault(provider => string.Equals(provider.Device, device, StringComparison.OrdinalIgnoreCase));

    // Sessions share one device of the process. Without this it is destroyed with the last session and made again for the
    // next: seconds each time, and software devices were seen to crash when destroyed while their threads still end.
    private static void AppendWebGpu(SessionOptions options) =>
        options.AppendExecutionProvider("WebGPU", new Dictionary<string, string> { ["preserveDevice"] = "1" });

    // DirectML refuses sessions that plan their memory ahead.
    private static void AppendDirectMl(SessionOptions options)
    {
        options.EnableMemoryPattern = false;
        options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
        options.AppendExecutionProvider_DML();
    }
}

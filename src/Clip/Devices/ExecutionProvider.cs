using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>One of ONNX Runtime's execution providers, under the name of its device.</summary>
/// <param name="Device">The device's name: <c>cuda</c>, <c>coreml</c>, …</param>
/// <param name="OrtName">ONNX Runtime's name for it, as in its list of available providers.</param>
/// <param name="Kind">What it computes on.</param>
/// <param name="Append">Adds the provider to a session's options.</param>
internal sealed record ExecutionProvider(
    string Device, string OrtName, DeviceKind Kind, Action<SessionOptions> Append)
{
    /// <summary>Where to find the provider if the ONNX Runtime in use does not have it.</summary>
    public ProviderOrigin Origin { get; init; } = ProviderOrigin.OtherBuild;

    /// <summary>What must be installed on the machine; null for the driver alone.</summary>
    public string? Requirement { get; init; }

    /// <summary>Whether all that can be missing is the right build of ONNX Runtime.</summary>
    public bool NeedsOnlyBuild { get; init; }

    /// <summary>The device to use instead where this one does not work.</summary>
    public string Alternative { get; init; } = "cpu";

    /// <summary>
    /// Whether the automatic choice leaves it out: TensorRT compiles a model for minutes on its first run, and XNNPACK
    /// and oneDNN are other libraries for the processor, slower than the default on x64.
    /// </summary>
    public bool OnlyWhenNamed { get; init; }

    /// <summary>Whether it chooses the algorithm of a convolution for each shape, with cuDNN.</summary>
    public bool ChoosesAlgorithms { get; init; }

    /// <summary>
    /// How many batches should be on the device at a time: with two, one is copied to it while it computes the other.
    /// WebGPU's provider ends the process when two threads bind and run batches.
    /// </summary>
    public int BatchesAtATime { get; init; } = 1;

    /// <summary>
    /// ONNX Runtime's name for memory that the driver pins for direct copies; null where there is none.
    /// </summary>
    public string? PinnedMemory { get; init; }

    /// <summary>The processor: always available, and last in every session.</summary>
    public static ExecutionProvider Cpu { get; } =
        new("cpu", "CPUExecutionProvider", DeviceKind.Processor, static _ => { });

    /// <summary>Every provider in the order of the automatic choice: the fastest on its hardware first.</summary>
    public static IReadOnlyList<ExecutionProvider> All { get; } =
    [
        new("cuda", "CUDAExecutionProvider", DeviceKind.Gpu, AppendCuda)
        {
            BatchesAtATime = 2,
            ChoosesAlgorithms = true,
            Origin = ProviderOrigin.CudaBuild,
            Requirement = "an NVIDIA driver and the CUDA and cuDNN that this ONNX Runtime was built for",
            PinnedMemory = "CudaPinned",
        },
        new("nvtensorrtrtx", "NvTensorRTRTXExecutionProvider", DeviceKind.Gpu,
            static options => options.AppendExecutionProvider("NvTensorRtRtx"))
        {
            Origin = ProviderOrigin.OwnLibrary,
            Requirement = "an NVIDIA driver and TensorRT for RTX",
            Alternative = "cuda",
        },
        new("migraphx", "MIGraphXExecutionProvider", DeviceKind.Gpu,
            static options => options.AppendExecutionProvider_MIGraphX())
        {
            Requirement = "ROCm and MIGraphX",
            PinnedMemory = "HipPinned",
        },
        new("directml", "DmlExecutionProvider", DeviceKind.Gpu, AppendDirectMl)
        {
            Origin = ProviderOrigin.DirectMLBuild,
        },
        new("coreml", "CoreMLExecutionProvider", DeviceKind.Npu,
            static options => options.AppendExecutionProvider("CoreML"))
        {
            Origin = ProviderOrigin.MacOS,
        },
        new("openvino", "OpenVINOExecutionProvider", DeviceKind.Processor,
            static options => options.AppendExecutionProvider("OpenVINO"))
        {
            Origin = ProviderOrigin.OwnLibrary,
        },
        new("qnn", "QNNExecutionProvider", DeviceKind.Npu,
            static options => options.AppendExecutionProvider("QNN"))
        {
            Origin = ProviderOrigin.OwnLibrary,
        },
        new("vitisai", "VitisAIExecutionProvider", DeviceKind.Npu,
            static options => options.AppendExecutionProvider("VitisAI")),
        new("webgpu", "WebGpuExecutionProvider", DeviceKind.Gpu, AppendWebGpu)
        {
            Requirement = "a driver for Vulkan, Metal or Direct3D 12",
        },
        new("tensorrt", "TensorrtExecutionProvider", DeviceKind.Gpu,
            static options => options.AppendExecutionProvider_Tensorrt())
        {
            Origin = ProviderOrigin.CudaBuild,
            Requirement = "an NVIDIA driver and the TensorRT that this ONNX Runtime was built for",
            Alternative = "cuda",
            OnlyWhenNamed = true,
            PinnedMemory = "CudaPinned",
        },
        new("dnnl", "DnnlExecutionProvider", DeviceKind.Processor,
            static options => options.AppendExecutionProvider_Dnnl())
        {
            NeedsOnlyBuild = true,
            OnlyWhenNamed = true,
        },
        new("xnnpack", "XnnpackExecutionProvider", DeviceKind.Processor,
            static options => options.AppendExecutionProvider("XNNPACK"))
        {
            NeedsOnlyBuild = true,
            OnlyWhenNamed = true,
        },
        Cpu,
    ];

    /// <summary>The provider of a device's name, or null.</summary>
    public static ExecutionProvider? Named(string device) =>
        All.FirstOrDefault(provider => string.Equals(provider.Device, device, StringComparison.OrdinalIgnoreCase));

    // Sessions share one device of the process. Without the option it is destroyed with the last session and created
    // again for the next one, which takes seconds; software devices were seen to crash when they were destroyed while
    // their threads were still ending.
    private static void AppendWebGpu(SessionOptions options) =>
        options.AppendExecutionProvider("WebGPU", new Dictionary<string, string> { ["preserveDevice"] = "1" });

    // Products in 19 bits, the default, would be up to 1.5 times as fast and give other results than the processor. To
    // try every algorithm for a convolution takes twice as long as to estimate them, and finds none that is faster. An
    // arena that doubles takes memory from other programs.
    private static void AppendCuda(SessionOptions options)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["use_tf32"] = "0",
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            ["arena_extend_strategy"] = "kSameAsRequested",
        });
        options.AppendExecutionProvider_CUDA(cuda);
    }

    // DirectML does not support memory patterns and parallel execution.
    private static void AppendDirectMl(SessionOptions options)
    {
        options.EnableMemoryPattern = false;
        options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
        options.AppendExecutionProvider_DML();
    }
}

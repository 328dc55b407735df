using System.ComponentModel;
using Clip.Devices;

namespace Clip;

/// <summary>
/// What a model computes on: the processor, a kind of graphics card or accelerator, or what the machine has. A device
/// is named as ONNX Runtime's execution provider for it; which of them work depends on the native ONNX Runtime that the
/// application contains and on the drivers of the machine.
/// </summary>
/// <remarks>
/// Two devices are equal if their names are. The default value is <see cref="Auto"/>. A text converts to the device of
/// that name, so that <c>options.Device = "cuda"</c> works, and so does a configuration section that holds the name.
/// </remarks>
[TypeConverter(typeof(ClipDeviceConverter))]
public readonly record struct ClipDevice
{
    private const string AutoName = "auto";

    private readonly string? _name;

    /// <summary>The device of a name.</summary>
    /// <param name="name">
    /// One of the names below, in any case. Whether there is such a device is known when a model is loaded.
    /// </param>
    /// <exception cref="ArgumentException">The name is null, empty or white space.</exception>
    public ClipDevice(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var lower = name.Trim().ToLowerInvariant();
        _name = lower == AutoName ? null : lower;
    }

    /// <summary>The name in lower case, such as <c>cuda</c>.</summary>
    public string Name => _name ?? AutoName;

    /// <summary>
    /// <c>auto</c>: the fastest device that works and computes what the processor computes, else the processor. Any
    /// other device either works or fails with the reason.
    /// </summary>
    public static ClipDevice Auto => default;

    /// <summary><c>cpu</c>: the processor, which always works.</summary>
    public static ClipDevice Cpu { get; } = new("cpu");

    /// <summary><c>cuda</c>: NVIDIA cards, with an ONNX Runtime for CUDA.</summary>
    public static ClipDevice Cuda { get; } = new("cuda");

    /// <summary>
    /// <c>tensorrt</c>: NVIDIA cards through TensorRT, which compiles a model for minutes on its first run;
    /// <see cref="Auto"/> never chooses it.
    /// </summary>
    public static ClipDevice TensorRT { get; } = new("tensorrt");

    /// <summary><c>nvtensorrtrtx</c>: NVIDIA RTX cards through TensorRT for RTX.</summary>
    public static ClipDevice TensorRTRtx { get; } = new("nvtensorrtrtx");

    /// <summary><c>migraphx</c>: AMD cards through ROCm and MIGraphX.</summary>
    public static ClipDevice MIGraphX { get; } = new("migraphx");

    /// <summary><c>directml</c>: any graphics card on Windows.</summary>
    public static ClipDevice DirectML { get; } = new("directml");

    /// <summary><c>coreml</c>: graphics processor and neural engine on macOS.</summary>
    public static ClipDevice CoreML { get; } = new("coreml");

    /// <summary><c>openvino</c>: Intel's processors, graphics and NPUs.</summary>
    public static ClipDevice OpenVino { get; } = new("openvino");

    /// <summary><c>qnn</c>: Qualcomm's NPUs.</summary>
    public static ClipDevice Qnn { get; } = new("qnn");

    /// <summary><c>vitisai</c>: AMD's NPUs.</summary>
    public static ClipDevice VitisAI { get; } = new("vitisai");

    /// <summary><c>webgpu</c>: any graphics card through Vulkan, Metal or Direct3D 12.</summary>
    public static ClipDevice WebGpu { get; } = new("webgpu");

    /// <summary>Converts a name to its device.</summary>
    /// <exception cref="ArgumentException">The name is null, empty or white space.</exception>
    public static implicit operator ClipDevice(string name) => FromString(name);

    /// <summary>Converts a name to its device.</summary>
    /// <exception cref="ArgumentException">The name is null, empty or white space.</exception>
    public static ClipDevice FromString(string name) => new(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

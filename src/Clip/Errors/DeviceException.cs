namespace Clip;

/// <summary>Why a device cannot be used.</summary>
public enum DeviceFault
{
    /// <summary>A reason that the message says in full.</summary>
    Other,

    /// <summary>There is no device of the name given.</summary>
    NoSuchDevice,

    /// <summary>The ONNX Runtime in use does not have the device's execution provider.</summary>
    NotInThisBuild,

    /// <summary>The execution provider does not start, usually because a driver or library is missing.</summary>
    DoesNotStart,

    /// <summary>The device failed while it ran a graph.</summary>
    FailedWhileRunning,

    /// <summary>ONNX Runtime itself does not start.</summary>
    RuntimeDoesNotStart,

    /// <summary>The file given as ONNX Runtime cannot be used.</summary>
    RuntimeLibrary,

    /// <summary>The file given as library of an execution provider cannot be used.</summary>
    ProviderLibrary,

    /// <summary>The library of an execution provider finds no device on this machine.</summary>
    NoDeviceForLibrary,

    /// <summary>The device was named together with 8 bits, which only the processor computes.</summary>
    NotIn8Bits,

    /// <summary>The device has too little free memory for the model.</summary>
    OutOfMemory,
}

/// <summary>Where an execution provider comes from that is not part of the ONNX Runtime in use.</summary>
public enum ProviderOrigin
{
    /// <summary>A build of ONNX Runtime that includes it.</summary>
    OtherBuild,

    /// <summary>ONNX Runtime's build for CUDA.</summary>
    CudaBuild,

    /// <summary>ONNX Runtime's build for DirectML.</summary>
    DirectMLBuild,

    /// <summary>A library of its own, to be registered with ONNX Runtime.</summary>
    OwnLibrary,

    /// <summary>ONNX Runtime's builds for macOS.</summary>
    MacOS,

    /// <summary>It is there already: a library that was registered.</summary>
    Registered,
}

/// <summary>A device that was chosen by name cannot be used.</summary>
public sealed class DeviceException : ClipException
{
    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public DeviceException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }

    internal static DeviceException NotIn8Bits(string device) => new(
        $"device {device}", "computes no model in 8 bits", "use the processor, or 32 bits")
    {
        Fault = DeviceFault.NotIn8Bits,
        Device = device,
    };

    internal static DeviceException OutOfMemory(string device, string reason, Exception error) => new(
        $"device {device}", reason,
        "close programs that use its memory, use a smaller model or its 16-bit variant, or use the processor", error)
    {
        Fault = DeviceFault.OutOfMemory,
        Device = device,
    };

    /// <summary>Why.</summary>
    public DeviceFault Fault { get; init; }

    /// <summary>
    /// The device, or the name given to the library of an execution provider; null where no device is concerned.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>The library's file as it was given; null where no library is concerned.</summary>
    public string? Library { get; init; }

    /// <summary>Where to find the execution provider, for <see cref="DeviceFault.NotInThisBuild"/>.</summary>
    public ProviderOrigin Origin { get; init; }

    /// <summary>
    /// What must be installed for the device, such as <c>ROCm and MIGraphX</c>; null for its driver alone.
    /// </summary>
    public string? Requirement { get; init; }

    /// <summary>The device to use instead: <c>cpu</c>, or another one for the same hardware.</summary>
    public string Alternative { get; init; } = "cpu";
}

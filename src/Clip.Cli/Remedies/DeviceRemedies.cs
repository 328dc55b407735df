namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="DeviceException"/>.</summary>
internal static class DeviceRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(DeviceException error) =>
        (SubjectOf(error), error.Problem, RemedyOf(error));

    private static string SubjectOf(DeviceException error) => error.Fault switch
    {
        DeviceFault.NoSuchDevice or DeviceFault.NotInThisBuild or DeviceFault.DoesNotStart
            or DeviceFault.FailedWhileRunning or DeviceFault.OutOfMemory => $"--device {error.Device}",
        DeviceFault.RuntimeLibrary => $"--ort-library {error.Library}",
        DeviceFault.ProviderLibrary or DeviceFault.NoDeviceForLibrary =>
            $"--ep-library {error.Device}={error.Library}",
        _ => error.Subject,
    };

    private static string? RemedyOf(DeviceException error) => error.Fault switch
    {
        DeviceFault.NotInThisBuild => Install(error),
        DeviceFault.DoesNotStart when error.Requirement is { } requirement =>
            $"install {requirement}, or use --device {error.Alternative}",
        DeviceFault.DoesNotStart => $"install or repair its driver, or use --device {error.Alternative}",
        DeviceFault.FailedWhileRunning => "use --device cpu, or auto, which goes on with the processor",
        DeviceFault.OutOfMemory =>
            "close programs that use its memory, use a smaller model or --variant fp16, or use --device cpu",
        DeviceFault.RuntimeDoesNotStart =>
            "install the program again, or point --ort-library at a whole and newer ONNX Runtime",
        DeviceFault.NoDeviceForLibrary => "look at the provider's requirements, or use --device cpu",
        _ => error.Remedy,
    };

    private static string Install(DeviceException error) => error.Origin switch
    {
        ProviderOrigin.CudaBuild =>
            "give a CUDA build of ONNX Runtime with --ort-library PATH "
            + "(its release onnxruntime-linux-x64-gpu or -win-x64-gpu), or use --device cpu",
        ProviderOrigin.DirectMLBuild =>
            "give the DirectML build of ONNX Runtime with --ort-library PATH (Windows; onnxruntime.dll of the package "
            + "Microsoft.ML.OnnxRuntime.DirectML), or use --device cpu",
        ProviderOrigin.OwnLibrary =>
            $"give its library with --ep-library {error.Device}=PATH, or use --device cpu",
        ProviderOrigin.MacOS => "use macOS, or --device cpu",
        ProviderOrigin.Registered => "use --device cpu",
        _ => "point --ort-library at an ONNX Runtime that has it, or use --device cpu",
    };
}

using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>What the ONNX Runtime in use reports about itself.</summary>
/// <param name="Version">Its version, such as <c>1.31.1</c>.</param>
/// <param name="Providers">The execution providers compiled into it, in ONNX Runtime's names.</param>
/// <param name="Hardware">The hardware that its providers offer.</param>
internal sealed record OnnxRuntimeInfo(
    string Version, IReadOnlyList<string> Providers, IReadOnlyList<Hardware> Hardware)
{
    /// <summary>Queries the ONNX Runtime in use.</summary>
    /// <exception cref="DeviceException">It does not start.</exception>
    public static OnnxRuntimeInfo Current()
    {
        try
        {
            OnnxRuntimePrivacy.Apply();
            var environment = OrtEnv.Instance();
            return new OnnxRuntimeInfo(
                environment.GetVersionString(), environment.GetAvailableProviders(),
                [.. environment.GetEpDevices().Select(static device => Describe(device.HardwareDevice)).Distinct()]);
        }
        catch (Exception error) when (DeviceFailure.IsExpected(error))
        {
            throw DoesNotStart(error);
        }
    }

    /// <summary>The error for an exception that keeps ONNX Runtime from starting.</summary>
    internal static DeviceException DoesNotStart(Exception error) => new(
        "ONNX Runtime", DeviceFailure.Reason(error),
        "add one of the packages Clip.Cpu, Clip.Gpu and Clip.DirectML to the application, or install it again", error)
    {
        Fault = DeviceFault.RuntimeDoesNotStart,
    };

    private static Hardware Describe(OrtHardwareDevice device) =>
        new(device.Type.ToString().ToLowerInvariant(), device.Vendor, Name(device));

    private static string? Name(OrtHardwareDevice device) =>
        device.Metadata.Entries.TryGetValue("Description", out var name) && name.Length > 0 ? name : null;
}

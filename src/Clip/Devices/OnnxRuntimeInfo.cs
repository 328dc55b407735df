using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>A piece of hardware that ONNX Runtime knows of.</summary>
/// <param name="Kind"><c>cpu</c>, <c>gpu</c> or <c>npu</c>.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="Name">What it is called, where the system tells.</param>
public sealed record Hardware(string Kind, string Vendor, string? Name);

/// <summary>What the ONNX Runtime in use says of itself.</summary>
/// <param name="Version">Its version, such as <c>1.31.1</c>.</param>
/// <param name="Providers">The execution providers compiled into it, in ONNX Runtime's names.</param>
/// <param name="Hardware">The hardware that its providers offer.</param>
public sealed record OnnxRuntimeInfo(string Version, IReadOnlyList<string> Providers, IReadOnlyList<Hardware> Hardware)
{
    /// <summary>Asks the ONNX Runtime in use.</summary>
    /// <exception cref="DeviceException">It does not start.</exception>
    public static OnnxRuntimeInfo Current()
    {
        try
        {
            OnnxRuntimePrivacy.Apply();
            var environment = OrtEnv.Instance();
            return new OnnxRuntimeInfo(environment.GetVersionString(), environment.GetAvailableProviders(),
            [
                .. environment.GetEpDevices().Select(static device => device.HardwareDevice).Select(static device => new Hardware(
                    device.Type.ToString().ToLowerInvariant(), device.Vendor, Name(device))).Distinct(),
            ]);
        }
        catch (Exception error) when (DeviceFailure.IsExpected(error))
        {
            throw new DeviceException("ONNX Runtime", DeviceFailure.Reason(error), "install the program again, or give another build with --ort-library", error);
        }
    }

    private static string? Name(OrtHardwareDevice device) =>
        device.Metadata.Entries.TryGetValue("Description", out var name) && name.Length > 0 ? name : null;
}

using System.Runtime.InteropServices;

namespace Clip.Devices;

/// <summary>
/// Turns ONNX Runtime's telemetry off. Since 1.29 its own builds send usage events on every platform unless told not
/// to, keep a device identifier in the user's cache for it, and start a network thread with each process. Clip opens no
/// connection that its user did not request. Source: onnxruntime's docs/Privacy.md and telemetry_environment.h.
/// </summary>
internal static partial class OnnxRuntimePrivacy
{
    private const string OptOut = "ORT_DISABLE_TELEMETRY";

    private static readonly Lazy<bool> Applied = new(static () =>
    {
        using var starting = ClipTelemetry.Activities.StartActivity("start ONNX Runtime");
        // The variable is read once, while the native library starts. .NET keeps a copy of the environment that native
        // code does not see, so it is set where the C library looks.
        OptOutBeforeLoading();
        OrtLog.Start().DisableTelemetryEvents();
        return true;
    });

    /// <summary>Applies the setting once; must be called before anything else of ONNX Runtime.</summary>
    public static void Apply() => _ = Applied.Value;

    /// <summary>The part that must happen before the native library is loaded.</summary>
    public static void OptOutBeforeLoading()
    {
        if (!OperatingSystem.IsWindows())
            SetVariable(OptOut, "1", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}

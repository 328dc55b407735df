using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// Keeps what ONNX Runtime would print on standard error. A provider that does not load says why only there: "libcublas.so
/// cannot be opened" is in the log, "the provider failed" in the exception.
/// </summary>
internal static class OrtLog
{
    private static readonly Lock Gate = new();
    private static string? _error;

    /// <summary>Starts ONNX Runtime's environment with the log coming here, unless a program that uses Clip has started it its own way.</summary>
    public static OrtEnv Start()
    {
        if (OrtEnv.IsCreated)
            return OrtEnv.Instance();
        var options = new EnvironmentCreationOptions
        {
            logId = "clip",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            loggingFunction = Keep,
        };
        try
        {
            return OrtEnv.CreateInstanceWithOptions(ref options);
        }
        catch (OnnxRuntimeException)
        {
            // Another thread was faster; what it made serves as well.
            return OrtEnv.Instance();
        }
    }

    /// <summary>Forgets what was kept, so that <see cref="FirstError"/> belongs to what comes next.</summary>
    public static void Clear()
    {
        lock (Gate)
            _error = null;
    }

    /// <summary>The first error since <see cref="Clear"/>, or null. The first names the cause; those that follow name its consequences.</summary>
    public static string? FirstError
    {
        get
        {
            lock (Gate)
                return _error;
        }
    }

    private static void Keep(nint parameter, OrtLoggingLevel severity, string category, string logId, string place, string message)
    {
        if (severity < OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR)
            return;
        lock (Gate)
            _error ??= message;
    }
}

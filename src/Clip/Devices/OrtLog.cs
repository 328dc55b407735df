using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// Keeps what ONNX Runtime would print on standard error. Only the log contains the reason why a provider does not
/// load: "libcublas.so cannot be opened" is in the log, "the provider failed" in the exception.
/// </summary>
internal static class OrtLog
{
    private static readonly Lock Gate = new();
    private static string? _error;

    /// <summary>
    /// Starts ONNX Runtime's environment with this log, unless a program that uses Clip has already started it.
    /// </summary>
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
            // Another thread was faster; its environment is as good.
            return OrtEnv.Instance();
        }
    }

    /// <summary>Clears the log, so that <see cref="FirstError"/> is an error of what follows.</summary>
    public static void Clear()
    {
        lock (Gate)
            _error = null;
    }

    /// <summary>
    /// The first error since <see cref="Clear"/>, or null. The first states the cause; later ones are its consequences.
    /// </summary>
    public static string? FirstError
    {
        get
        {
            lock (Gate)
                return _error;
        }
    }

    private static void Keep(
        nint parameter, OrtLoggingLevel severity, string category, string logId, string place, string message)
    {
        if (severity < OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR)
            return;
        lock (Gate)
            _error ??= message;
    }
}

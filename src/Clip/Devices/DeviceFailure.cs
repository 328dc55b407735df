using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>The exceptions that ONNX Runtime throws when a device cannot be used.</summary>
internal static class DeviceFailure
{
    private const int MaxCause = 300;

    /// <summary>
    /// Whether an exception means that a device cannot be used: a build without the provider lacks its entry point or
    /// does not know its name, a machine without its driver fails inside ONNX Runtime, and a native library that is
    /// older than the managed package fails when the package is first used.
    /// </summary>
    public static bool IsExpected(Exception error) => error
        is EntryPointNotFoundException or OnnxRuntimeException or DllNotFoundException or BadImageFormatException
        or NotSupportedException or TypeInitializationException;

    /// <summary>Whether no device at all can be used, because ONNX Runtime itself does not start.</summary>
    public static bool IsTotal(Exception error) =>
        error is TypeInitializationException or DllNotFoundException or BadImageFormatException;

    /// <summary>
    /// The reason in one line, followed by the first error that ONNX Runtime logged since <see cref="OrtLog.Clear"/> if
    /// it contains more.
    /// </summary>
    public static string ReasonWithLog(Exception error)
    {
        var reason = Reason(error);
        if (OrtLog.FirstError is not { } logged || OrtMessage.Reason(logged) is not { Length: > 0 } cause)
            return reason;
        if (reason.Contains(cause, StringComparison.Ordinal) || cause.Contains(reason, StringComparison.Ordinal))
            return reason;
        return $"{reason} ({(cause.Length > MaxCause ? cause[..MaxCause] + "…" : cause)})";
    }

    /// <summary>The reason in one line for a user.</summary>
    public static string Reason(Exception error) => error switch
    {
        TypeInitializationException { InnerException: { } inner } => Reason(inner),
        _ when IsMissingProvider(error) => PassedOver.NotInThisBuild,
        InvalidOperationException
            when error.Message.Contains("does not support API version", StringComparison.Ordinal) =>
            $"the native ONNX Runtime is older than {OnnxRuntimeLibrary.NeededText}, which this program needs",
        DllNotFoundException => "the native ONNX Runtime library is missing or does not load",
        _ => OrtMessage.Reason(error.Message),
    };

    /// <summary>Whether an exception means that the ONNX Runtime in use does not have the provider.</summary>
    public static bool IsMissingProvider(Exception error) => error switch
    {
        EntryPointNotFoundException => true,
        OnnxRuntimeException => error.Message.Contains("is not supported in this build", StringComparison.Ordinal)
            || error.Message.Contains("is not enabled in this build", StringComparison.Ordinal)
            || error.Message.Contains("Unknown provider name", StringComparison.Ordinal)
            // A build that has providers as libraries of their own comes with this one, which loads the others.
            || error.Message.Contains("onnxruntime_providers_shared", StringComparison.Ordinal),
        TypeInitializationException { InnerException: { } inner } => IsMissingProvider(inner),
        _ => false,
    };
}

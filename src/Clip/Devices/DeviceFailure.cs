using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>The ways in which ONNX Runtime says that a device cannot be used.</summary>
internal static class DeviceFailure
{
    /// <summary>
    /// Whether an exception is one of those ways: a build without the provider lacks its entry point or does not know
    /// its name, a machine without its driver fails inside ONNX Runtime, and a native library older than the managed
    /// package fails when the package is first touched.
    /// </summary>
    public static bool IsExpected(Exception error) => error
        is EntryPointNotFoundException or OnnxRuntimeException or DllNotFoundException or BadImageFormatException
        or NotSupportedException or TypeInitializationException;

    /// <summary>The reason in one line, with the first error that ONNX Runtime logged since <see cref="OrtLog.Clear"/> where that says more.</summary>
    public static string ReasonWithLog(Exception error)
    {
        var reason = Reason(error);
        if (OrtLog.FirstError is not { } logged || OrtMessage.Reason(logged) is not { Length: > 0 } cause)
            return reason;
        if (reason.Contains(cause, StringComparison.Ordinal) || cause.Contains(reason, StringComparison.Ordinal))
            return reason;
        return $"{reason} ({(cause.Length > 300 ? cause[..300] + "…" : cause)})";
    }

    /// <summary>The reason in one line, fit for a user.</summary>
    public static string Reason(Exception error) => error switch
    {
        EntryPointNotFoundException => NotInThisBuild,
        OnnxRuntimeException when error.Message.Contains("is not supported in this build", StringComparison.Ordinal)
            || error.Message.Contains("is not enabled in this build", StringComparison.Ordinal)
            || error.Message.Contains("Unknown provider name", StringComparison.Ordinal) => NotInThisBuild,
        TypeInitializationException { InnerException: { } inner } => Reason(inner),
        InvalidOperationException when error.Message.Contains("does not support API version", StringComparison.Ordinal) =>
            $"the native ONNX Runtime is older than {OnnxRuntimeLibrary.Needed.Major}.{OnnxRuntimeLibrary.Needed.Minor}, which this program needs",
        DllNotFoundException => "the native ONNX Runtime library is missing or does not load",
        _ => OrtMessage.Reason(error.Message),
    };

    /// <summary>Whether no device at all can be used, because ONNX Runtime itself does not start.</summary>
    public static bool IsTotal(Exception error) => error is TypeInitializationException or DllNotFoundException or BadImageFormatException;

    /// <summary>The reason of a device that this ONNX Runtime does not know.</summary>
    public const string NotInThisBuild = "not part of this ONNX Runtime build";

    /// <summary>The reason of a device that <c>auto</c> leaves to whoever names it.</summary>
    public const string OnlyWhenNamed = "only used when named";
}

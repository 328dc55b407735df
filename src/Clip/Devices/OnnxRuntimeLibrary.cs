using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// Which native ONNX Runtime the process computes with: the one that came with the program, or another build, for
/// example one with WebGPU or OpenVINO in it. The choice holds for the whole process, and is made before the first
/// model is loaded.
/// </summary>
public static class OnnxRuntimeLibrary
{
    private static readonly Lock Gate = new();
    private static string? _path;

    /// <summary>The library chosen with <see cref="Use"/>; null where it is the one that came with the program.</summary>
    public static string? Path
    {
        get
        {
            lock (Gate)
                return _path;
        }
    }

    /// <summary>Takes another ONNX Runtime build. Naming the same one again changes nothing.</summary>
    /// <param name="path">The library's file: <c>libonnxruntime.so</c>, <c>onnxruntime.dll</c> or <c>libonnxruntime.dylib</c>.</param>
    /// <exception cref="DeviceException">
    /// There is no such file, it is no ONNX Runtime, it is too old for this program, or ONNX Runtime is loaded already.
    /// </exception>
    public static void Use(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        lock (Gate)
        {
            if (_path == full)
                return;
            var subject = $"--ort-library {path}";
            if (!File.Exists(full))
                throw new DeviceException(subject, "there is no such file", $"give the path of {FileName}");
            var handle = Load(full, subject);
            RequireVersion(handle, subject);
            try
            {
                NativeLibrary.SetDllImportResolver(
                    typeof(OrtEnv).Assembly, (name, _, _) => name == "onnxruntime" ? handle : nint.Zero);
            }
            catch (InvalidOperationException error)
            {
                throw new DeviceException(subject, "another ONNX Runtime is loaded already", "choose the library before the first model is loaded", error);
            }
            _path = full;
        }
    }

    /// <summary>
    /// The version that the managed package was made for. Its minor number is the version of the programming interface
    /// that it asks the native library for, and a native library serves its own version and every older one.
    /// </summary>
    internal static Version Needed { get; } = typeof(OrtEnv).Assembly.GetName().Version ?? new Version(1, 0);

    private static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    private static nint Load(string path, string subject)
    {
        OnnxRuntimePrivacy.OptOutBeforeLoading();
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new DeviceException(subject, $"cannot be loaded ({LoaderReason(error.Message)})", "give a library for this system and processor, with what it depends on beside it", error);
        }
    }

    // .NET explains at length how to look into loading problems before it says what the system's loader said.
    private static string LoaderReason(string message)
    {
        const string advice = "LD_DEBUG environment variable:";
        var said = message.IndexOf(advice, StringComparison.Ordinal);
        return OrtMessage.Reason(said < 0 ? message : message[(said + advice.Length)..]);
    }

    private static unsafe void RequireVersion(nint library, string subject)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var entry))
            throw new DeviceException(subject, "is no ONNX Runtime library", $"give the path of {FileName}");
        // OrtApiBase: two functions, the same since the first version.
        var functions = ((delegate* unmanaged[Cdecl]<nint*>)entry)();
        if (functions is null)
            throw new DeviceException(subject, "does not start", "give another build of ONNX Runtime");
        var getApi = (delegate* unmanaged[Cdecl]<uint, nint>)functions[0];
        var getVersion = (delegate* unmanaged[Cdecl]<nint>)functions[1];
        if (getApi((uint)Needed.Minor) != nint.Zero)
            return;
        var version = Marshal.PtrToStringUTF8(getVersion()) ?? "of unknown version";
        throw new DeviceException(subject, $"is ONNX Runtime {version}, and this program needs {Needed.Major}.{Needed.Minor} or later", "give a newer build");
    }
}

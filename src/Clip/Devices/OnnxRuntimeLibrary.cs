using System.Runtime.InteropServices;
using Clip.Devices;
using Microsoft.ML.OnnxRuntime;

namespace Clip;

/// <summary>
/// The native ONNX Runtime that the process uses: the one that came with the program, or another build, for example one
/// that includes WebGPU or OpenVINO. The choice applies to the whole process and is made before the first model is
/// loaded.
/// </summary>
public static class OnnxRuntimeLibrary
{
    private static readonly Lock Gate = new();
    private static string? _path;

    /// <summary>The library chosen with <see cref="Use"/>; null for the one that came with the program.</summary>
    public static string? Path
    {
        get
        {
            lock (Gate)
                return _path;
        }
    }

    /// <summary>Chooses another build of ONNX Runtime. Choosing the same one again has no effect.</summary>
    /// <param name="path">
    /// The library's file: <c>libonnxruntime.so</c>, <c>onnxruntime.dll</c> or <c>libonnxruntime.dylib</c>.
    /// </param>
    /// <exception cref="DeviceException">
    /// There is no such file, it is not ONNX Runtime, it is too old for this program, or ONNX Runtime is loaded
    /// already.
    /// </exception>
    public static void Use(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        lock (Gate)
        {
            if (_path == full)
                return;
            if (!File.Exists(full))
                throw Unusable(path, "there is no such file", $"give the path of {FileName}");
            var handle = Load(full, path);
            RequireVersion(handle, path);
            try
            {
                NativeLibrary.SetDllImportResolver(
                    typeof(OrtEnv).Assembly, (name, _, _) => name == "onnxruntime" ? handle : nint.Zero);
            }
            catch (InvalidOperationException error)
            {
                throw Unusable(
                    path, "another ONNX Runtime is loaded already",
                    "choose the library before the first model is loaded", error);
            }
            _path = full;
        }
    }

    /// <summary>
    /// The version that the managed package was built for. Its minor number is the version of the interface that it
    /// requests from the native library, which supports its own version and every older one.
    /// </summary>
    internal static Version Needed { get; } = typeof(OrtEnv).Assembly.GetName().Version ?? new Version(1, 0);

    internal static string NeededText => $"{Needed.Major}.{Needed.Minor}";

    private static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib"
        : "libonnxruntime.so";

    private static nint Load(string full, string given)
    {
        OnnxRuntimePrivacy.OptOutBeforeLoading();
        try
        {
            return NativeLibrary.Load(full);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw Unusable(
                given, $"cannot be loaded ({LoaderReason(error.Message)})",
                "give a library for this system and processor, with what it depends on beside it", error);
        }
    }

    // .NET puts a long advice on debugging before the message of the system's loader.
    private static string LoaderReason(string message)
    {
        const string advice = "LD_DEBUG environment variable:";
        var start = message.IndexOf(advice, StringComparison.Ordinal);
        return OrtMessage.Reason(start < 0 ? message : message[(start + advice.Length)..]);
    }

    private static unsafe void RequireVersion(nint library, string given)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var entry))
            throw Unusable(given, "is not an ONNX Runtime library", $"give the path of {FileName}");
        // OrtApiBase: two functions that every version has.
        var functions = ((delegate* unmanaged[Cdecl]<nint*>)entry)();
        if (functions is null)
            throw Unusable(given, "does not start", "give another build of ONNX Runtime");
        var getApi = (delegate* unmanaged[Cdecl]<uint, nint>)functions[0];
        var getVersion = (delegate* unmanaged[Cdecl]<nint>)functions[1];
        if (getApi((uint)Needed.Minor) != nint.Zero)
            return;
        var version = Marshal.PtrToStringUTF8(getVersion()) ?? "of unknown version";
        throw Unusable(
            given, $"is ONNX Runtime {version}, and this program needs {NeededText} or later", "give a newer build");
    }

    private static DeviceException Unusable(string path, string problem, string remedy, Exception? error = null) =>
        new(path, problem, remedy, error) { Fault = DeviceFault.RuntimeLibrary, Library = path };
}

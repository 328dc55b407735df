using System.Runtime.InteropServices;

namespace Clip.Images.Decoding.Magick;

/// <summary>
/// Works around a clash of C++ runtimes on Linux. ImageMagick's library contains a C++ runtime whose symbols the
/// dynamic linker shares with libraries that are loaded later. If it is the first C++ library in the process, as in a
/// program compiled ahead of time, ONNX Runtime binds partly to it and partly to the system's runtime, and crashes at
/// startup. If the system's runtime is loaded globally first, both use that one.
/// </summary>
internal static partial class SystemCppRuntime
{
    private const int Now = 0x2;
    private const int Global = 0x100;

    /// <summary>
    /// Loads the system's C++ runtime, which ONNX Runtime needs anyway, before ImageMagick's library. .NET's own loader
    /// does not make symbols global, so this calls the system's.
    /// </summary>
    public static void LoadFirst()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            // If it is missing, ONNX Runtime fails to load with a clearer error than ours would be.
            Open("libstdc++.so.6", Now | Global);
        }
        catch (EntryPointNotFoundException)
        {
            // Before glibc 2.34 the function was in a separate library.
            OpenLegacy("libstdc++.so.6", Now | Global);
        }
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libdl.so.2", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenLegacy(string path, int flags);
}

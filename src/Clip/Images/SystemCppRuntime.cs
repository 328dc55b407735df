using System.Runtime.InteropServices;

namespace Clip.Images;

/// <summary>
/// ImageMagick's library carries a C++ runtime of its own, whose symbols the dynamic linker shares with whatever is loaded
/// later. Where it is the first C++ in the process, as in a program compiled ahead of time, ONNX Runtime binds half to it and
/// half to the system's, and crashes when it starts. With the system's in everybody's sight first, both use that one.
/// </summary>
internal static partial class SystemCppRuntime
{
    private const int Now = 0x2;
    private const int Global = 0x100;

    /// <summary>
    /// Loads the system's C++ runtime, which ONNX Runtime needs anyway, before ImageMagick's library. .NET's own loader keeps
    /// what it loads out of sight of other libraries, so this asks the system.
    /// </summary>
    public static void LoadFirst()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            // Where it is missing, ONNX Runtime cannot be loaded and says so better than we could.
            Open("libstdc++.so.6", Now | Global);
        }
        catch (EntryPointNotFoundException)
        {
            // Before glibc 2.34 the function lay in a library of its own.
            OpenLegacy("libstdc++.so.6", Now | Global);
        }
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libdl.so.2", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenLegacy(string path, int flags);
}

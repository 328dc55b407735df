namespace Clip.Fuzz;

/// <summary>A temporary folder for readers that need files, deleted when the process exits.</summary>
internal static class Scratch
{
    private static readonly string Folder = Make();

    /// <summary>The path of a file or folder in the folder.</summary>
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes a file in the folder and returns its path.</summary>
    public static string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = At(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("clip-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}

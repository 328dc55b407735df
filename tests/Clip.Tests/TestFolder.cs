namespace Clip.Tests;

/// <summary>An empty folder for one test, deleted with its contents afterwards.</summary>
/// <param name="parent">Where to make it; null for the system's place for temporary files.</param>
internal sealed class TestFolder(string? parent) : IDisposable
{
    public TestFolder()
        : this(null)
    {
    }

    public string Path { get; } = parent is null
        ? Directory.CreateTempSubdirectory("clip-test-").FullName
        : Directory.CreateDirectory(System.IO.Path.Combine(parent, $"clip-test-{Guid.NewGuid():N}")).FullName;

    /// <summary>A full path in the folder; creates its parent folders.</summary>
    public string At(params string[] parts)
    {
        var path = System.IO.Path.Combine([Path, .. parts]);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Copies a folder with its contents.</summary>
    public static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.GetDirectories(source, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, folder)));
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
            File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file)));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

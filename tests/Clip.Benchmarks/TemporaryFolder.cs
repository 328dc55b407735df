namespace Clip.Benchmarks;

/// <summary>A folder that is deleted after the measurements.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("clip-benchmark-").FullName;

    /// <summary>A path in the folder.</summary>
    public string this[string name] => System.IO.Path.Join(Path, name);

    /// <summary>Creates a subfolder.</summary>
    public string Make(string name) => Directory.CreateDirectory(this[name]).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

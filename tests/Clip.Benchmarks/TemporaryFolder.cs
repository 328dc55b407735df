namespace Clip.Benchmarks;

/// <summary>A folder that goes when the measuring is done.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("clip-benchmark-").FullName;

    /// <summary>A path inside.</summary>
    public string this[string name] => System.IO.Path.Join(Path, name);

    /// <summary>Makes a folder inside.</summary>
    public string Make(string name) => Directory.CreateDirectory(this[name]).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

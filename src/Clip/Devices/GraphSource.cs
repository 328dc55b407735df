namespace Clip.Devices;

/// <summary>A graph to open.</summary>
/// <param name="Path">Its file; external weights lie in the same folder.</param>
internal sealed record GraphSource(string Path)
{
    /// <summary>A changed graph in memory, to load instead of the file; null loads the file.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>The folder of the external weights of <see cref="Content"/>; null for the folder of the file.</summary>
    public string? WeightsFolder { get; private init; }

    /// <summary>Whether the file was saved after optimization, so that it is loaded unchanged.</summary>
    public bool IsOptimized { get; private init; }

    /// <summary>A graph that was changed in memory.</summary>
    /// <param name="path">The file that it was read from.</param>
    /// <param name="content">The content to load.</param>
    /// <param name="weightsFolder">The folder of its external weights.</param>
    public static GraphSource Changed(string path, byte[] content, string weightsFolder) =>
        new(path) { Content = content, WeightsFolder = weightsFolder };

    /// <summary>A graph that was saved after optimization.</summary>
    public static GraphSource Optimized(string path) => new(path) { IsOptimized = true };
}

namespace Clip.Devices;

/// <summary>A graph to open: its file, or its content where that was changed in memory.</summary>
/// <param name="Path">The file; external weights lie in its folder.</param>
/// <param name="Content">What to load instead of the file's content, or null.</param>
internal sealed record GraphSource(string Path, byte[]? Content = null)
{
    /// <summary>Where the weights of <see cref="Content"/> lie, where that is not the folder of the file.</summary>
    public string? WeightsFolder { get; init; }

    /// <summary>Whether the graph was saved after optimisation, so that it is loaded as it stands.</summary>
    public bool IsOptimized { get; init; }

    /// <summary>Whether weights are rearranged for many runs; for a single run that takes longer than it saves.</summary>
    public bool Prepack { get; init; } = true;

    /// <summary>Whether each run stays on the thread that asks for it, for callers that make a thread for each core.</summary>
    public bool OnCallersThread { get; init; }

    /// <summary>Where to save the graph once it is optimised, or null.</summary>
    public string? SaveTo { get; init; }
}

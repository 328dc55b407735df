namespace Clip.Fuzz;

/// <summary>A reader of ours that is fed hostile bytes.</summary>
/// <param name="Name">What its seeds, its findings and the command line call it.</param>
/// <param name="Read">Reads the bytes as far as the library does when it meets them, and uses what was read.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Read)
{
    /// <summary>What the reader documents to throw besides <see cref="ClipException"/>.</summary>
    public IReadOnlyList<Type> Documented { get; init; } = [];

    /// <summary>Words of the input's language, which mutations would rarely hit upon.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Real inputs, small ones, from which others are made.</summary>
    public IEnumerable<(string Name, byte[] Content)> Seeds() => Inputs("Seeds");

    /// <summary>Inputs, made as small as they go, on which the reader has broken the contract once.</summary>
    public IEnumerable<(string Name, byte[] Content)> Findings() => Inputs("Findings");

    private IEnumerable<(string Name, byte[] Content)> Inputs(string kind)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, kind, Name);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(static file => (Path.GetFileName(file), File.ReadAllBytes(file)))
            : [];
    }
}

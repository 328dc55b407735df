namespace Clip.Fuzz;

/// <summary>A reader of the library that is fed hostile bytes.</summary>
/// <param name="Name">The name of its seeds and findings, also on the command line.</param>
/// <param name="Read">Reads the bytes as the library does, and uses the result.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Read)
{
    /// <summary>The exceptions that the reader documents, besides <see cref="ClipException"/>.</summary>
    public IReadOnlyList<Type> Documented { get; init; } = [];

    /// <summary>Words of the input's language, which random mutations would rarely produce.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Small real inputs, from which others are mutated.</summary>
    public IEnumerable<(string Name, byte[] Content)> Seeds() => Inputs("Seeds");

    /// <summary>Minimized inputs on which the reader once broke the contract.</summary>
    public IEnumerable<(string Name, byte[] Content)> Findings() => Inputs("Findings");

    /// <summary>Whether the contract allows an exception.</summary>
    public bool IsDocumented(Exception error) =>
        error is ClipException || Documented.Any(known => known.IsInstanceOfType(error));

    private IEnumerable<(string Name, byte[] Content)> Inputs(string kind)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, kind, Name);
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(static file => (Path.GetFileName(file), File.ReadAllBytes(file)));
    }
}

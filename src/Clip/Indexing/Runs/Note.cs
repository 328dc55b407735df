namespace Clip.Indexing.Runs;

/// <summary>A value that runs store in the index for later runs: its name there, and its form as text.</summary>
/// <param name="Name">Identifies the note in the index.</param>
/// <param name="Absent">The value if nothing is stored.</param>
/// <param name="Parse">Reads a stored value.</param>
/// <param name="Format">Formats a value to be stored.</param>
internal sealed record Note<T>(string Name, T Absent, Func<string, T> Parse, Func<T, string> Format)
{
    /// <summary>The value of a stored text; <see cref="Absent"/> for null.</summary>
    public T ValueOf(string? stored) => stored is null ? Absent : Parse(stored);
}

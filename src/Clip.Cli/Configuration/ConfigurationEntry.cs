using Clip.Cli.Output;

namespace Clip.Cli.Configuration;

/// <summary>What kind of value a configuration file has for a key.</summary>
internal enum EntryKind
{
    /// <summary>A text, number or date.</summary>
    Word,

    /// <summary>true or false.</summary>
    Switch,

    /// <summary>Several texts or numbers.</summary>
    List,
}

/// <summary>A key of a configuration file with its value.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Verb">The verb that its table is about, with those above it; empty for all verbs.</param>
/// <param name="Key">The key: the name of an option without its dashes.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Values">The value as the command line would have it.</param>
internal sealed record ConfigurationEntry(
    string File, int Line, IReadOnlyList<string> Verb, string Key, EntryKind Kind, IReadOnlyList<string> Values)
{
    /// <summary>Where it stands: <c>FILE:LINE</c>.</summary>
    public string Place => Position(File, Line);

    /// <summary>Its value in one text.</summary>
    public string Text => string.Join(", ", Values);

    /// <summary>An error about it.</summary>
    public ClipException Error(string problem, string? remedy = null) => new(Place, $"{Key}: {problem}", remedy);

    /// <summary>A place in a file as editors take it.</summary>
    public static string Position(string file, int line) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DisplayPath.Of(file)}:{line}");
}

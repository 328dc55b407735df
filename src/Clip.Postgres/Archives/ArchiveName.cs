namespace Clip.Postgres.Archives;

/// <summary>Recognizes tar archives by their names.</summary>
internal static class ArchiveName
{
    private const string Extension = ".tar";

    private static readonly string[] Compressed = [".tgz", ".tbz", ".tbz2", ".txz", ".tlz", ".tzst"];
    private static readonly string[] Compressions = [".gz", ".bz2", ".xz", ".lz", ".lz4", ".zst", ".z"];

    /// <summary>Whether a name is that of an archive whose members can be read where they lie.</summary>
    public static bool Is(string name) => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name is that of an archive that was compressed as a whole.</summary>
    public static bool IsCompressed(string name) =>
        Array.Exists(Compressed, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(Compressions, end => name.EndsWith(Extension + end, StringComparison.OrdinalIgnoreCase));
}

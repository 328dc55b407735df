namespace Clip.Indexing.Runs;

/// <summary>A caption file as a run last read it. Its form as text is part of the index format.</summary>
/// <param name="Signature">Its size and time; empty if it is to be read again.</param>
/// <param name="IsUnusable">Whether it could not be read as a caption file.</param>
internal readonly record struct CaptionFileState(string Signature, bool IsUnusable)
{
    private const string UnusableSuffix = ":useless";

    /// <summary>Reads a stored state.</summary>
    public static CaptionFileState Parse(string stored) => stored.EndsWith(UnusableSuffix, StringComparison.Ordinal)
        ? new CaptionFileState(stored[..^UnusableSuffix.Length], IsUnusable: true)
        : new CaptionFileState(stored, IsUnusable: false);

    /// <summary>The state as it is stored.</summary>
    public string Format() => IsUnusable ? Signature + UnusableSuffix : Signature;
}

namespace Clip.Indexing.Runs;

/// <summary>A caption file as a run last read it.</summary>
/// <param name="Signature">Its size and time; empty if it does not exist.</param>
/// <param name="IsUnusable">Whether it could not be read as a caption file.</param>
internal readonly record struct CaptionFileState(string Signature, bool IsUnusable);

namespace Clip.Captions;

/// <summary>One caption of a caption file.</summary>
/// <param name="Picture">
/// The picture it describes, exactly as the file names it: a path relative to the caption file or to the pictures'
/// folder, a bare file name or a URL, neither resolved nor checked; null if the file names none.
/// </param>
/// <param name="Text">The caption, without surrounding white space; never empty.</param>
internal sealed record CaptionRecord(string? Picture, string Text);

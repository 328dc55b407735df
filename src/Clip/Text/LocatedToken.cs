namespace Clip.Text;

/// <summary>A token and the part of the text that it stands for.</summary>
/// <param name="Id">The id of the token.</param>
/// <param name="Start">Where the part begins, in UTF-16 code units of the original text.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct LocatedToken(int Id, int Start, int End);

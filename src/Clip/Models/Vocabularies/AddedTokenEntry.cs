namespace Clip.Models.Vocabularies;

/// <summary>A token that is found in the text itself.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Special">Whether it is a control token.</param>
/// <param name="SingleWord">Whether it matches only where no word character is adjacent.</param>
/// <param name="LeftStrip">Whether it consumes the white space before it.</param>
/// <param name="RightStrip">Whether it consumes the white space after it.</param>
/// <param name="Normalized">Whether it is searched for in the normalized text.</param>
internal sealed record AddedTokenEntry(
    string Content, bool Special = true, bool SingleWord = false, bool LeftStrip = false, bool RightStrip = false,
    bool Normalized = false);

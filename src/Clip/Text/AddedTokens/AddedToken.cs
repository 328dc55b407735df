namespace Clip.Text.AddedTokens;

/// <summary>A token that is found in the text itself, before the text is split into words.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="SingleWord">Whether it matches only where no word character is adjacent.</param>
/// <param name="LeftStrip">Whether it consumes the white space before it.</param>
/// <param name="RightStrip">Whether it consumes the white space after it.</param>
/// <param name="Normalized">Whether its normalized form is searched for in the normalized text.</param>
/// <param name="Special">Whether it is a control token.</param>
internal sealed record AddedToken(
    int Id, string Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalized, bool Special);

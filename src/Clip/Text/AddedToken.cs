namespace Clip.Text;

/// <summary>A token that is found in the text itself, before words are cut.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="SingleWord">Only where no word character touches it.</param>
/// <param name="LeftStrip">It takes the white space before it.</param>
/// <param name="RightStrip">It takes the white space behind it.</param>
/// <param name="Normalized">It is looked for, itself normalized, in the normalized text.</param>
/// <param name="Special">It is a control token.</param>
internal sealed record AddedToken(
    int Id, string Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalized, bool Special);

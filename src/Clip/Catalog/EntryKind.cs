namespace Clip.Catalog;

/// <summary>
/// What an entry of the index stands for. Pictures and captions share one vector space and one vector file.
/// </summary>
internal enum EntryKind : byte
{
    /// <summary>A picture's content: one vector, however many files hold a copy of it.</summary>
    Picture = 0,

    /// <summary>A caption's text.</summary>
    Caption = 1,
}

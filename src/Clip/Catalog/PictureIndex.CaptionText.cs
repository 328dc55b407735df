namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>The text of a caption, or null for an entry that is none.</summary>
    public string? CaptionText(long entry)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _catalog.ReadCaption(entry)?.Text;
        }
    }
}

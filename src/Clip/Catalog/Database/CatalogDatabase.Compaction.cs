namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>Moves a picture to another entry, one that no picture has.</summary>
    public void MovePicture(long from, long to)
    {
        if (Run("UPDATE picture SET entry = ?2 WHERE entry = ?1", from, to) != 1)
            throw IndexException.Damaged(Path, "a picture is missing");
        Run("UPDATE file SET entry = ?2 WHERE entry = ?1", from, to);
    }

    /// <summary>Moves a caption to another entry, one that no caption has.</summary>
    public void MoveCaption(long from, long to)
    {
        if (Run("UPDATE caption SET entry = ?2 WHERE entry = ?1", from, to) != 1)
            throw IndexException.Damaged(Path, "a caption is missing");
        Run("UPDATE file_caption SET caption = ?2 WHERE caption = ?1", from, to);
        Run("UPDATE listed_caption SET caption = ?2 WHERE caption = ?1", from, to);
    }

    public void DeleteLiveChunks() => Run("DELETE FROM live");

    public void DeleteChecksumsFrom(long block) => Run("DELETE FROM checksum WHERE block >= ?1", block);
}

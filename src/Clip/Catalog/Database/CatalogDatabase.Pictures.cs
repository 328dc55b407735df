using System.Buffers.Binary;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    public long? FindPicture(UInt128 hash)
    {
        using var answer = Query("SELECT entry FROM picture WHERE hash = ?1", HashBytes(hash));
        return answer.Next() ? answer.Int64(0) : null;
    }

    public bool HasPicture(long entry)
    {
        using var answer = Query("SELECT 1 FROM picture WHERE entry = ?1", entry);
        return answer.Next();
    }

    /// <summary>Whether some file holds a picture.</summary>
    public bool IsPictureUsed(long entry)
    {
        using var answer = Query("SELECT 1 FROM file WHERE entry = ?1 LIMIT 1", entry);
        return answer.Next();
    }

    public void InsertPicture(long entry, FileRecord file) => Run(
        "INSERT INTO picture (entry, hash, width, height) VALUES (?1, ?2, ?3, ?4)",
        entry, HashBytes(file.Hash), (long)file.Width, (long)file.Height);

    /// <summary>Makes the content of a picture unknown, and its files look as if they had changed.</summary>
    /// <returns>Whether there is such a picture.</returns>
    public bool ExpirePicture(long entry)
    {
        Run("UPDATE file SET modified = -1 WHERE entry = ?1", entry);
        return Run("UPDATE picture SET hash = randomblob(16) WHERE entry = ?1", entry) > 0;
    }

    public void DeletePicture(long entry) => Run("DELETE FROM picture WHERE entry = ?1", entry);

    private static byte[] HashBytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }
}

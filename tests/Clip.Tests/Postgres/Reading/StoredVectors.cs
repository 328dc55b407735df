using Clip.Files;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Tests.Postgres.Reading;

/// <summary>Libraries of vectors without pictures.</summary>
internal static class StoredVectors
{
    /// <summary>Directions all around, of unit length.</summary>
    public static float[][] Random(int count, int dimensions, int seed = 1)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                float[] vector = [.. Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5))];
                var length = MathF.Sqrt(vector.Sum(static value => value * value));
                return Array.ConvertAll(vector, value => value / length);
            }),
        ];
    }

    /// <summary>Stores a file for each vector, whose name is its number; returns their entries.</summary>
    public static List<long> Load(PostgresStore store, StoredLibrary library, float[][] vectors)
    {
        const int together = 1000;
        foreach (var (page, rows) in vectors.Chunk(together).Index())
        {
            var files = rows.Select((vector, i) => (Number: (page * together) + i, vector)).ToList();
            using var session = store.Begin();
            new LibraryWriter(session, library.Id).Put(LibraryPart.Of(
                [.. files.Select(static file => new PartPicture((UInt128)(file.Number + 1), 8, 8, file.vector))],
                [
                    .. files.Select(static file => new PartFile(
                        new FileRecord($"{file.Number:D7}.bmp", 1, 1, (UInt128)(file.Number + 1), 8, 8),
                        new FileStamp(1, 1, new FileIdentity(1, 1), "", ""),
                        new Dictionary<CaptionOrigin, IReadOnlyList<byte[]>>())),
                ]));
            session.Commit();
        }
        using var look = store.Begin();
        return look.Rows(
            static row => row.GetInt64(0), "SELECT entry FROM clip.file WHERE library_id = $1 ORDER BY path",
            library.Id);
    }
}

using Clip.Postgres.Work;

namespace Clip.Tests.Postgres.Work;

public sealed class ChunkFolderTests
{
    [Fact]
    public void Folders_of_killed_workers_are_removed_and_those_in_use_stay()
    {
        using var used = ChunkFolder.Create();
        File.WriteAllText(Path.Combine(used.Folder("index"), "x"), "");
        // As a worker leaves it that is killed: the file is there, and nobody holds it.
        var killed = Directory.CreateTempSubdirectory("clip-chunk-");
        File.WriteAllText(Path.Combine(killed.FullName, "in-use"), "");
        File.WriteAllText(Path.Combine(killed.CreateSubdirectory("index").FullName, "x"), "");
        var begun = Directory.CreateTempSubdirectory("clip-chunk-");
        var old = Directory.CreateTempSubdirectory("clip-chunk-");
        Directory.SetLastWriteTimeUtc(old.FullName, DateTime.UtcNow.AddHours(-2));
        try
        {
            ChunkFolder.RemoveLeft();
            Assert.Equal(
                (true, false, true, false),
                (Directory.Exists(used.Path), Directory.Exists(killed.FullName), Directory.Exists(begun.FullName),
                    Directory.Exists(old.FullName)));
        }
        finally
        {
            begun.Delete();
        }
        used.Dispose();
        Assert.False(Directory.Exists(used.Path));
    }
}

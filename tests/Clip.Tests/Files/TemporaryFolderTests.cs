using Clip.Files;

namespace Clip.Tests.Files;

public sealed class TemporaryFolderTests
{
    private const string Prefix = "clip-test-of-folders-";

    [Fact]
    public void Folders_of_killed_programs_are_removed_and_those_in_use_stay()
    {
        using var used = TemporaryFolder.Create(Prefix);
        File.WriteAllText(Path.Combine(used.Folder("index"), "x"), "");
        // As a program leaves it that is killed: the file is there, and nobody holds it.
        var killed = Directory.CreateTempSubdirectory(Prefix);
        File.WriteAllText(Path.Combine(killed.FullName, "in-use"), "");
        File.WriteAllText(Path.Combine(killed.CreateSubdirectory("index").FullName, "x"), "");
        var begun = Directory.CreateTempSubdirectory(Prefix);
        var old = Directory.CreateTempSubdirectory(Prefix);
        Directory.SetLastWriteTimeUtc(old.FullName, DateTime.UtcNow.AddHours(-2));
        try
        {
            using var next = TemporaryFolder.Create(Prefix);
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

using Clip.Files;

namespace Clip.Tests.Files;

public class ExactFilesTests
{
    [Fact]
    public void Only_the_name_that_is_there_exists()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("Trips", "Caf\u00e9.jpg"), "");
        File.WriteAllText(folder.At("top.jpg"), "");
        var files = new ExactFiles(folder.Path);

        Assert.True(files.Exists("Trips/Caf\u00e9.jpg"));
        Assert.True(files.Exists("top.jpg"));
        // On Linux these are other files; on Windows and macOS the system finds the same ones.
        Assert.False(files.Exists("Trips/caf\u00e9.jpg"));
        Assert.False(files.Exists("trips/Caf\u00e9.jpg"));
        Assert.False(files.Exists("Trips/Cafe\u0301.jpg"));
        Assert.False(files.Exists("Top.jpg"));
        Assert.False(files.Exists("gone/top.jpg"));
    }

    [Fact]
    public void A_file_that_goes_during_the_run_is_gone()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("a.jpg"), "");
        var files = new ExactFiles(folder.Path);
        Assert.True(files.Exists("a.jpg"));

        File.Delete(folder.At("a.jpg"));

        Assert.False(files.Exists("a.jpg"));
    }
}

using Clip.Files;

namespace Clip.Tests.Files;

public class ExactFileNamesTests
{
    [Fact]
    public void A_file_exists_only_under_its_exact_name()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("Trips", "Caf\u00e9.jpg"), "");
        File.WriteAllText(folder.At("top.jpg"), "");
        var files = new ExactFileNames(folder.Path);

        Assert.True(files.Exists("Trips/Caf\u00e9.jpg"));
        Assert.True(files.Exists("top.jpg"));
        // On Linux these are different files; Windows and macOS find the same file under each name.
        Assert.False(files.Exists("Trips/caf\u00e9.jpg"));
        Assert.False(files.Exists("trips/Caf\u00e9.jpg"));
        Assert.False(files.Exists("Trips/Cafe\u0301.jpg"));
        Assert.False(files.Exists("Top.jpg"));
        Assert.False(files.Exists("gone/top.jpg"));
    }

    [Fact]
    public void A_file_that_is_deleted_during_the_run_does_not_exist()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("a.jpg"), "");
        var files = new ExactFileNames(folder.Path);
        Assert.True(files.Exists("a.jpg"));

        File.Delete(folder.At("a.jpg"));

        Assert.False(files.Exists("a.jpg"));
    }
}

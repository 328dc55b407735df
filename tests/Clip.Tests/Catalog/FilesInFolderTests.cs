using Clip.Tests.Indexing;

namespace Clip.Tests.Catalog;

/// <summary>The files of a folder, without reading those beside it.</summary>
public sealed class FilesInFolderTests
{
    [Fact]
    public async Task The_files_in_a_folder_are_those_below_it_and_no_others()
    {
        using var folder = new BitmapFolder();
        folder.MakeAll(
            1, "a.bmp", "a/1.bmp", "a/b/2.bmp", "a/é/3.bmp", "a-b/4.bmp", "a0/5.bmp", "ab/6.bmp", "B/7.bmp",
            "é/8.bmp");
        await folder.IndexAsync();

        Assert.Equal(["a/1.bmp", "a/b/2.bmp", "a/é/3.bmp"], In("a"));
        Assert.Equal(["a/b/2.bmp"], In("a/b"));
        Assert.Equal(["é/8.bmp"], In("é"));
        Assert.Empty(In("a/1.bmp"));
        Assert.Empty(In("none"));

        string[] In(string path) =>
            folder.Read(index => index.FilesIn(path).Select(static file => file.Path).ToArray());
    }
}

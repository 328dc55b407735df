namespace Clip.Tests.Libraries;

public sealed class LibraryListTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _pictures;

    public LibraryListTests() => _pictures = Directory.CreateDirectory(_folder.At("pictures")).FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string ListFile => _folder.At("config", "libraries.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Libraries_are_added_found_by_name_in_any_case_and_removed()
    {
        var list = LibraryList.Read(ListFile);
        Assert.Empty(list.Libraries);
        var zoo = new PictureLibrary("Zoo", _pictures);
        var away = new PictureLibrary("archive-2.0", _pictures, _folder.At("index"));

        list.Add(zoo, Stop);
        // Through an older list, which another program has changed meanwhile.
        var both = list.Add(away, Stop);

        Assert.Equal([away, zoo], both.Libraries);
        Assert.Equal([away, zoo], LibraryList.Read(ListFile).Libraries);
        Assert.Equal(zoo, both.Get("zoo"));
        Assert.Equal(_folder.At("index"), both.Get("ARCHIVE-2.0").Location.Directory);
        Assert.Equal([zoo, away], both.Select(["zoo", "all", "ZOO"]));
        Assert.Equal([away], both.Remove("ZOO", Stop).Libraries);
        Assert.Equal([away], LibraryList.Read(ListFile).Libraries);
        Assert.True(Directory.Exists(_pictures));
    }

    [Theory]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("ALL")]
    [InlineData("-x")]
    [InlineData(".x")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a=b")]
    public void Some_texts_are_no_names(string name)
    {
        var error = Assert.Throws<LibraryException>(
            () => LibraryList.Read(ListFile).Add(new PictureLibrary(name, _pictures), Stop));
        Assert.Equal(LibraryFault.BadName, error.Fault);
    }

    [Fact]
    public void A_name_is_given_once_and_unknown_ones_are_refused_with_those_that_there_are()
    {
        var list = LibraryList.Read(ListFile).Add(new PictureLibrary("家族", _pictures), Stop);

        var again = list.Add(new PictureLibrary("家族", _pictures + Path.DirectorySeparatorChar), Stop);
        Assert.Single(again.Libraries);
        var taken = Assert.Throws<LibraryException>(() => list.Add(new PictureLibrary("家族", _folder.Path), Stop));
        var unknown = Assert.Throws<LibraryException>(() => list.Select(["zoo"]));
        var missing = Assert.Throws<FolderException>(
            () => list.Add(new PictureLibrary("zoo", Path.Combine(_pictures, "no")), Stop));
        var none = Assert.Throws<LibraryException>(() => LibraryList.Read(_folder.At("none.json")).Select(["all"]));

        Assert.Equal(LibraryFault.NameTaken, taken.Fault);
        Assert.Equal((LibraryFault.Unknown, "zoo"), (unknown.Fault, unknown.Subject));
        Assert.Equal(["家族"], unknown.Known);
        Assert.Equal(FolderFault.Missing, missing.Fault);
        Assert.Equal(LibraryFault.Unknown, none.Fault);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"libraries\":[{\"name\":\"a\"}]}")]
    [InlineData("{\"libraries\":[{\"name\":\"a\",\"folder\":\"relative\"}]}")]
    [InlineData("{\"libraries\":[null]}")]
    [InlineData("{")]
    public void A_file_that_is_no_list_is_refused_and_kept(string content)
    {
        File.WriteAllText(ListFile, content);

        var error = Assert.Throws<LibraryException>(() => LibraryList.Read(ListFile));

        Assert.Equal((LibraryFault.File, ListFile), (error.Fault, error.Subject));
        Assert.Equal(content, File.ReadAllText(ListFile));
    }

    [Fact]
    public async Task Programs_that_add_at_the_same_time_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(
            () => LibraryList.Read(ListFile).Add(new PictureLibrary($"n{number}", _pictures)),
            TestContext.Current.CancellationToken)));

        Assert.Equal(8, LibraryList.Read(ListFile).Libraries.Count);
    }
}

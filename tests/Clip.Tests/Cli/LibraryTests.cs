using Clip.Tests.Indexing;

namespace Clip.Tests.Cli;

public sealed class LibraryTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly BitmapFolder _first;
    private readonly BitmapFolder _second;

    public LibraryTests()
    {
        _first = new BitmapFolder(_folder.Path);
        _second = new BitmapFolder(_folder.Path);
        _first.MakeAll(1, "1.bmp", "2.bmp");
        _second.MakeAll(3, "3.bmp");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Named_folders_are_searched_one_by_one_and_all_at_once_and_can_stay_clean()
    {
        (await RunAsync("library", "list")).Ended(1).HasOneErrorLine("clipsearch library add NAME FOLDER");
        (await RunAsync("library", "add", "first", _first.Root)).Ended(0);
        var added = (await RunAsync("library", "add", "second", _second.Root, "--central", "--json")).Ended(0);
        var directory = added.Json.Single().GetProperty("index_dir").GetString()!;

        var all = (await RunAsync("search", "stripes", "--library", "all", "--json")).Ended(0);
        var one = (await RunAsync("search", "stripes", "--library", "SECOND", "--json")).Ended(0);
        var list = (await RunAsync("library", "list", "--json")).Ended(0);

        Assert.Equal(
            [("1.bmp", "first"), ("2.bmp", "first"), ("3.bmp", "second")],
            all.Json.Select(static line => (
                Path.GetFileName(line.GetProperty("path").GetString()), line.GetProperty("library").GetString()))
                .Order());
        Assert.Equal("3.bmp", Path.GetFileName(one.Paths.Single()));
        Assert.False(Directory.Exists(_second.At(".clip")));
        Assert.StartsWith(_folder.At("data"), directory);
        Assert.Equal(
            [("first", false, 2), ("second", true, 1)],
            list.Json.Select(static line => (
                line.GetProperty("name").GetString(), line.GetProperty("central").GetBoolean(),
                line.GetProperty("pictures").GetInt32())));

        var kept = (await RunAsync("library", "remove", "first")).Ended(0);
        var deleted = (await RunAsync("library", "remove", "second", "--delete-index", "--json")).Ended(0);

        Assert.Contains("the index in", kept.Output);
        Assert.Contains("is kept", kept.Output);
        Assert.Equal("deleted", deleted.Json.Single().GetProperty("index").GetString());
        Assert.True(Directory.Exists(_first.At(".clip")));
        Assert.False(Directory.Exists(directory));
        Assert.True(File.Exists(_second.At("3.bmp")));
    }

    [Fact]
    public async Task What_is_no_library_is_refused_with_a_remedy()
    {
        (await RunAsync("search", "x", "--library", "zoo")).IsError(
            "zoo: is no library", "clipsearch library add NAME FOLDER");
        (await RunAsync("search", "x", "--library", "zoo", "--index-dir", "x")).IsError("--index-dir", "--library");
        (await RunAsync("library", "add", "all", _first.Root)).IsError("all: cannot be the name of a library");
    }

    private Task<Answer> RunAsync(params string[] arguments) => ClipSearch.RunAsync(
        arguments, null, environment: new Dictionary<string, string?>
        {
            ["XDG_CONFIG_HOME"] = _folder.At("config"),
            ["XDG_DATA_HOME"] = _folder.At("data"),
            ["APPDATA"] = _folder.At("config"),
            ["LOCALAPPDATA"] = _folder.At("data"),
        });
}

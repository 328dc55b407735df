using Clip.Interchange.Importing;

namespace Clip.Tests.Interchange.Importing;

/// <summary>Paths of another place and system are matched with the files that exist here.</summary>
public sealed class PathMatchingTests : IDisposable
{
    private readonly TestFolder _root = new();

    public PathMatchingTests()
    {
        foreach (var name in (string[])["photos/a.jpg", "photos/b.jpg", "IMG_1.jpg"])
            File.WriteAllText(_root.At(name), "");
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("photos/a.jpg", "photos/a.jpg")]
    [InlineData("./photos//a.jpg", "photos/a.jpg")]
    [InlineData("photos/../photos/a.jpg", "photos/a.jpg")]
    [InlineData("/home/anna/x/../photos/a.jpg", "photos/a.jpg")]
    [InlineData("C:\\Users\\anna\\photos\\a.jpg", "photos/a.jpg")]
    [InlineData("C:/Users/anna/Pictures\\photos\\a.jpg", "photos/a.jpg")]
    [InlineData("\\\\nas\\share/photos\\a.jpg", "photos/a.jpg")]
    [InlineData("file:///home/anna/photos/a.jpg", "photos/a.jpg")]
    [InlineData("https://example.com/photos/a.jpg", "photos/a.jpg")]
    [InlineData("../Pictures/photos/a.jpg", "photos/a.jpg")]
    [InlineData("../../photos/c.jpg", null)]
    [InlineData("photos/../../a.jpg", null)]
    [InlineData("/../photos/c.jpg", null)]
    public void A_path_is_that_of_a_file_here_or_leads_out(string path, string? expected) =>
        Assert.Equal(expected, PathMatching.For(_root.Path, [path], null).Relative(path, out _));

    [Fact]
    public void Names_of_Linux_that_look_like_those_of_Windows_are_found_as_they_are_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        foreach (var name in (string[])["back\\slash.jpg", "a:/x.jpg", "photos/mix\\ed.jpg"])
        {
            File.WriteAllText(_root.At(name), "");
            Assert.Equal(name, PathMatching.For(_root.Path, [name], null).Relative(name, out _));
        }
    }

    [Fact]
    public void Pictures_of_other_folders_are_outside_where_this_folder_has_some_of_the_rows()
    {
        var own = $"{_root.Path}/photos/a.jpg";
        // A file of this name is here too, but it is another picture.
        string[] paths = ["/other/IMG_1.jpg", "/other/x.jpg", own];
        var matching = PathMatching.For(_root.Path, paths, null);

        Assert.Equal("photos/a.jpg", matching.Relative(own, out _));
        foreach (var path in paths[..2])
        {
            Assert.Null(matching.Relative(path, out var problem));
            Assert.Contains($"outside of {_root.Path}", problem);
        }
    }

    [Fact]
    public void Pictures_outside_of_the_base_that_was_found_or_given_are_outside_and_others_below_it_are_away()
    {
        string[] paths = ["/home/anna/photos/a.jpg", "/home/anna/photos/gone.jpg", "/mnt/usb/x.jpg"];
        foreach (var given in (string?[])[null, "/home/anna", "\\home\\anna\\"])
        {
            var matching = PathMatching.For(_root.Path, paths, given);

            Assert.Equal("/home/anna/", matching.Dropped);
            Assert.Equal("photos/gone.jpg", matching.Relative(paths[1], out _));
            Assert.Null(matching.Relative(paths[2], out var problem));
            Assert.Contains("outside of /home/anna/", problem);
        }
    }

    [Fact]
    public void Where_nothing_is_here_all_paths_are_kept()
    {
        string[] paths = ["/mnt/usb/x.jpg", "D:\\y.jpg"];
        var matching = PathMatching.For(_root.Path, paths, null);

        Assert.Equal(["mnt/usb/x.jpg", "D/y.jpg"], paths.Select(path => matching.Relative(path, out _)));
    }

    [Fact]
    public void A_few_rows_of_this_folder_are_found_behind_thousands_of_others()
    {
        string[] paths =
        [
            .. Enumerable.Range(0, 5000).Select(static i => $"/other/folder/{i}.jpg"), "/home/anna/photos/a.jpg",
        ];

        Assert.Equal("/home/anna/", PathMatching.For(_root.Path, paths, null).Dropped);
    }
}

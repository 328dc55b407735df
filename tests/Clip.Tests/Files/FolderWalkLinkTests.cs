using Clip.Files;

namespace Clip.Tests.Files;

public sealed class FolderWalkLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip-links-").FullName;
    private readonly List<ClipException> _errors = [];

    public FolderWalkLinkTests()
    {
        try
        {
            File.CreateSymbolicLink(At("probe"), "nowhere");
            File.Delete(At("probe"));
        }
        catch (IOException)
        {
            Assert.Skip("Links cannot be created here: Windows requires developer mode for them.");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Links_to_files_and_folders_are_followed_under_the_name_of_the_link()
    {
        Make("outside/1.jpg", "outside/sub/2.jpg", "outside/3.data", "root/4.jpg");
        Link("root/linked", At("outside"));
        Link("root/5.jpg", "../outside/3.data");

        var files = Files();

        Assert.Equal(["4.jpg", "5.jpg", "linked/1.jpg", "linked/sub/2.jpg"], files.Select(file => file.Path));
        Assert.Equal("outside/3.data".Length, files[1].Size); // the file's, not the link's
        Assert.Empty(_errors);
    }

    [Fact]
    public void Links_to_ancestors_and_to_each_other_do_not_loop()
    {
        Make("root/a/1.jpg", "root/b/2.jpg", "3.jpg");
        Link("root/a/self", ".");
        Link("root/a/up", "../..");
        Link("root/a/b", "../b");
        Link("root/b/a", "../a");
        Link("root/b/root", At("root"));

        // "up" points to a folder outside the root, which the walk reaches only through it; the root is in that folder.
        Assert.Equal(["a/1.jpg", "a/up/3.jpg", "b/2.jpg"], Files().Select(file => file.Path));
        Assert.Empty(_errors);
    }

    [Fact]
    public void A_link_to_a_folder_that_is_also_reached_without_it_changes_no_path()
    {
        Make("root/z/1.jpg", "root/.store/2.jpg", "root/skipped/3.jpg");
        Link("root/a", "z");
        Link("root/b", ".store");
        Link("root/c", "skipped");

        // Folders that are hidden or excluded under their own names are reached through links.
        Assert.Equal(["b/2.jpg", "c/3.jpg", "z/1.jpg"], Files(exclude: ["/skipped"]).Select(file => file.Path));
    }

    [Fact]
    public void A_folder_outside_the_root_is_entered_once_through_several_links()
    {
        Make("outside/sub/1.jpg", "root/2.jpg");
        Link("root/a", "../outside");
        Link("root/b", "../outside/sub");
        Link("root/c", "a");

        Assert.Equal(["2.jpg", "a/sub/1.jpg"], Files().Select(file => file.Path));
    }

    [Fact]
    public void Broken_links_are_one_error_each()
    {
        Make("root/1.jpg", "root/notes.txt");
        Link("root/gone", "/no/such/folder");
        Link("root/gone.jpg", "missing.jpg");
        Link("root/loop.jpg", "pool.jpg");
        Link("root/pool.jpg", "loop.jpg");
        Link("root/text", "notes.txt");
        File.WriteAllText(At("root/nothing.txt"), "");
        Link("root/empty", "nothing.txt"); // not a picture, so it may be empty

        Assert.Equal(["1.jpg"], Files().Select(file => file.Path));
        const string remedy = "delete the link, or restore its target";
        Assert.Equal(
            [
                $"{At("root/gone")}: is a link to /no/such/folder, which does not exist; {remedy}",
                $"{At("root/gone.jpg")}: is a link to missing.jpg, which does not exist; {remedy}",
                $"{At("root/loop.jpg")}: is a link that leads back to itself; delete the link",
                $"{At("root/pool.jpg")}: is a link that leads back to itself; delete the link",
            ],
            _errors.Select(error => error.Message));
    }

    [Fact]
    public void A_root_that_is_a_link_is_walked()
    {
        Make("real/1.jpg");
        Link("root", "real");

        Assert.Equal(["1.jpg"], Files().Select(file => file.Path));
    }

    private string At(string path) => Path.Join(_folder, path);

    private void Make(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
            File.WriteAllText(At(path), path);
        }
    }

    private void Link(string path, string target)
    {
        if (Directory.Exists(Path.Combine(Path.GetDirectoryName(At(path))!, target)))
            Directory.CreateSymbolicLink(At(path), target);
        else
            File.CreateSymbolicLink(At(path), target);
    }

    private List<PictureFile> Files(string[]? exclude = null) =>
        FolderWalk.Open(At("root"), new FolderWalkOptions { Exclude = exclude ?? [] }).Files(_errors.Add).ToList();
}

using System.Runtime.Versioning;
using Clip.Files;

namespace Clip.Tests.Files;

public sealed class FolderWalkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip-walk-").FullName;
    private readonly List<ClipException> _errors = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pictures_are_returned_in_ordinal_order_of_their_paths()
    {
        Make(
            "b.png", "a/c.jpg", "a-b.jpg", "a0.jpg", "a/B/z.webp", "a/b/a.HEIC", "Z.gif", "é.tif", "notes.txt",
            "a/README", "raw/1.NEF");

        Assert.Equal(
            ["Z.gif", "a-b.jpg", "a/B/z.webp", "a/b/a.HEIC", "a/c.jpg", "a0.jpg", "b.png", "raw/1.NEF", "é.tif"],
            Walk());
        Assert.Empty(_errors);
    }

    [Fact]
    public void A_picture_has_its_paths_size_and_time()
    {
        Make("a/b.jpg");
        var time = new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(At("a/b.jpg"), time);

        var file = Assert.Single(FolderWalk.Open(_folder).Files(_errors.Add, TestContext.Current.CancellationToken));

        Assert.Equal(
            ("a/b.jpg", At("a/b.jpg"), "a/b.jpg".Length, time.Ticks),
            (file.Path, file.FullPath, file.Size, file.ModifiedUtcTicks));
    }

    [Fact]
    public void Hidden_files_and_folders_are_skipped_unless_they_are_inputs()
    {
        Make(".clip/a.jpg", ".git/b/c.jpg", ".hidden.jpg", "a/.b/c.png", "a/d.png");

        Assert.Equal(["a/d.png"], Walk());
        Assert.Equal([".hidden.jpg", "a/.b/c.png"], Walk(inputs: [At(".hidden.jpg"), At("a/.b")]));
    }

    [Fact]
    public void Inputs_keep_their_order_and_each_file_is_returned_once()
    {
        Make("a/1.jpg", "a/2.jpg", "b/3.jpg", "b/c/4.jpg", "notes.txt");

        Assert.Equal(
            ["notes.txt", "b/c/4.jpg", "a/1.jpg", "b/3.jpg", "a/2.jpg"],
            Walk(inputs: [At("notes.txt"), At("b/c"), At("a/1.jpg"), At("b"), At("a"), At("a/1.jpg"), At("b/")]));
        Assert.Empty(_errors);
    }

    [Fact]
    public void Files_outside_the_root_have_paths_that_start_with_two_dots()
    {
        Make("root/a.jpg", "other/b.jpg", "c.png");

        var walk = FolderWalk.Open(
            At("root"), new FolderWalkOptions { Inputs = [At("root"), At("other"), At("c.png")] });

        Assert.Equal(["a.jpg", "../other/b.jpg", "../c.png"], Paths(walk));
    }

    [Theory]
    [InlineData("*.gif", "a.jpg b/c.jpg b/d/e.jpg x/b/f.jpg")]
    [InlineData("b", "a.jpg g.gif")]
    [InlineData("b/", "a.jpg g.gif")]
    [InlineData("/b", "a.jpg g.gif x/b/f.jpg x/b/h.gif")]
    [InlineData("b/**", "a.jpg g.gif x/b/f.jpg x/b/h.gif")]
    [InlineData("b/d", "a.jpg b/c.jpg g.gif x/b/f.jpg x/b/h.gif")]
    [InlineData("**/b/*.jpg", "a.jpg b/d/e.jpg g.gif x/b/h.gif")]
    [InlineData("**/e.???", "a.jpg b/c.jpg g.gif x/b/f.jpg x/b/h.gif")]
    [InlineData("./B/D/E.JPG", "a.jpg b/c.jpg g.gif x/b/f.jpg x/b/h.gif")]
    [InlineData("*", "")]
    [InlineData("", "a.jpg b/c.jpg b/d/e.jpg g.gif x/b/f.jpg x/b/h.gif")]
    public void Patterns_exclude_files_and_whole_folders(string pattern, string left)
    {
        Make("a.jpg", "b/c.jpg", "b/d/e.jpg", "g.gif", "x/b/f.jpg", "x/b/h.gif");

        Assert.Equal(left, string.Join(' ', Walk(exclude: [pattern])));
    }

    [Fact]
    public void Ignore_files_exclude_files_in_their_folder_and_its_subfolders()
    {
        Make(
            "a.gif", "a.jpg", "raw/b.jpg", "x/a.gif", "x/raw/c.jpg", "x/y/d.png", "x/y/e.jpg", "z/y/d.png",
            "z/thumbnails/f.jpg");
        Write(".clipignore", "# written by the camera\r\n\r\n  *.gif  \r\n/raw\r\nthumbnails/\r\n");
        Write("x/.clipignore", "y/*.png");
        Write("z/.clipignore", "");

        Assert.Equal(["a.jpg", "x/raw/c.jpg", "x/y/e.jpg", "z/y/d.png"], Walk());
        Assert.Equal(["x/raw/c.jpg"], Walk(inputs: [At("x")], exclude: ["e.*"]));
        Assert.Equal(["a.gif"], Walk(inputs: [At("a.gif")]));
        Assert.Empty(_errors);
    }

    [Fact]
    public void Ignore_files_do_not_apply_outside_their_folder()
    {
        Make("root/a.jpg", "root/b/c.jpg", "other/a.jpg");
        Write("root/.clipignore", "a.jpg");
        Write("other/.clipignore", "c.jpg");

        var walk = FolderWalk.Open(At("root"), new FolderWalkOptions { Inputs = [At("root"), At("other")] });

        Assert.Equal(["b/c.jpg", "../other/a.jpg"], Paths(walk));
        Assert.Empty(_errors);
    }

    [Fact]
    public void A_missing_root_a_file_and_a_folder_without_pictures_are_different_faults()
    {
        Make("notes.txt");

        var missing = Assert.Throws<FolderException>(() => FolderWalk.Open(At("no")));
        var file = Assert.Throws<FolderException>(() => FolderWalk.Open(At("notes.txt")));

        Assert.Equal(FolderFault.Missing, missing.Fault);
        Assert.Equal(FolderFault.NotAFolder, file.Fault);
        Assert.Empty(Walk());
        Assert.Empty(_errors);
        Assert.Equal(
            $"{_folder}: holds no pictures; "
                + "name a folder with pictures (JPEG, PNG, WebP, HEIC, ...) outside of hidden folders",
            FolderException.NoPictures(_folder).Message);
    }

    [Fact]
    public void A_missing_input_is_one_error_and_the_walk_continues()
    {
        Make("a.jpg");

        Assert.Equal(["a.jpg"], Walk(inputs: [At("no.jpg"), At("a.jpg")]));
        Assert.Equal($"{At("no.jpg")}: does not exist; check the path", Assert.Single(_errors).Message);
    }

    [Fact]
    public void An_empty_file_is_one_error()
    {
        Make("a.jpg");
        File.WriteAllBytes(At("b.jpg"), []);

        Assert.Equal(["a.jpg"], Walk());
        Assert.Equal($"{At("b.jpg")}: is empty; delete it, or copy the picture again", Assert.Single(_errors).Message);
    }

    [Fact]
    public void A_walk_is_lazy()
    {
        Make("a.jpg", "b/c.jpg");
        var walk = FolderWalk.Open(_folder).Files(_errors.Add, TestContext.Current.CancellationToken).GetEnumerator();

        Assert.True(walk.MoveNext());
        Directory.Delete(At("b"), recursive: true);

        Assert.False(walk.MoveNext());
        Assert.Equal(At("b"), Assert.Single(_errors).Subject);
    }

    [Fact]
    public void Each_call_walks_again()
    {
        Make("a.jpg");
        var walk = FolderWalk.Open(_folder);

        Assert.Single(walk.Files(_errors.Add, TestContext.Current.CancellationToken));
        Make("b.jpg");
        Assert.Equal(2, walk.Files(_errors.Add, TestContext.Current.CancellationToken).Count());
    }

    [Fact]
    public void A_walk_can_be_cancelled()
    {
        Make("a.jpg", "b.jpg");
        using var cancellation = new CancellationTokenSource();
        using var walk = FolderWalk.Open(_folder).Files(_errors.Add, cancellation.Token).GetEnumerator();

        Assert.True(walk.MoveNext());
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => walk.MoveNext());
    }

    [Fact]
    public void A_folder_whose_path_is_too_long_is_one_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux allows paths that are too long to be opened.");
        Make("a.jpg", "z.jpg");
        var name = new string('n', 200);
        var down = string.Join('/', Enumerable.Repeat(name, 15));
        Directory.CreateDirectory(At(down));
        var below = Directory.CreateDirectory(At("moved/" + down)).FullName;
        File.WriteAllText(Path.Join(below, "deep.jpg"), "x");
        Directory.Move(At("moved"), At(down + "/moved"));
        try
        {
            Assert.Equal(["a.jpg", "z.jpg"], Walk());
            Assert.StartsWith("cannot be read (", Assert.Single(_errors).Problem, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(At(down + "/moved"), At("moved"));
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_without_permission_is_one_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not have these permissions.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may read every folder.");
        Make("a.jpg", "b/c.jpg", "d.jpg");
        File.SetUnixFileMode(At("b"), UnixFileMode.None);
        try
        {
            Assert.Equal(["a.jpg", "d.jpg"], Walk());
            Assert.Equal(
                $"{At("b")}: may not be read; give yourself permission to read it",
                Assert.Single(_errors).Message);
        }
        finally
        {
            File.SetUnixFileMode(At("b"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Names_that_are_not_UTF_8_and_pipes_are_errors_and_do_not_block_the_walk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems refuse such names.");
        Make("a.jpg");
        const string script = """
            cd "$0" && touch "$(printf 'b\377.jpg')" && mkdir "$(printf 'c\377')" && touch "$(printf 'n\377.txt')" \
                && mkfifo d.jpg
            """;
        var shell = System.Diagnostics.Process.Start("sh", ["-c", script, _folder]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);

        Assert.Equal(["a.jpg"], Walk());
        Assert.Equal(
            [
                $"{At("b\uFFFD.jpg")}: has a name that is not valid UTF-8; rename it",
                $"{At("c\uFFFD")}: has a name that is not valid UTF-8; rename it",
                $"{At("d.jpg")}: is a named pipe, not a file, in spite of its name; it was not opened; "
                    + "exclude it, or rename it",
            ],
            _errors.Select(error => error.Message).Order(StringComparer.Ordinal));

        // Directory.Delete cannot delete files with such names.
        System.Diagnostics.Process.Start("sh", ["-c", "rm -rf \"$0\"/*", _folder]).WaitForExit();
    }

    private string At(string path) => Path.Join(_folder, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Creates files, each with its own path as content.</summary>
    private void Make(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
            File.WriteAllText(At(path), path);
        }
    }

    private void Write(string path, string content) => File.WriteAllText(At(path), content);

    private string[] Walk(string[]? inputs = null, string[]? exclude = null) =>
        Paths(FolderWalk.Open(_folder, new FolderWalkOptions { Inputs = inputs, Exclude = exclude ?? [] }));

    private string[] Paths(FolderWalk walk) =>
        [.. walk.Files(_errors.Add, TestContext.Current.CancellationToken).Select(static file => file.Path)];
}

using Clip.Classification;

namespace Clip.Tests.Classification;

/// <summary>Sorting never overwrites, and can be taken back.</summary>
public sealed class FileSortingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SortAction.Copy)]
    [InlineData(SortAction.Link)]
    [InlineData(SortAction.Move)]
    public void What_is_sorted_is_taken_back(SortAction action)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("in", "1", "a.jpg"), "one");
        File.WriteAllText(folder.At("in", "2", "a.jpg"), "two");
        File.WriteAllText(folder.At("out", "cats", "a.jpg"), "was there before");
        var sorting = new FileSorting(folder.At("out"));
        sorting.Add(folder.At("in", "1", "a.jpg"), "cats");
        sorting.Add(folder.At("in", "2", "a.jpg"), "cats");

        var (done, undo) = sorting.Apply(action, cancellationToken: Cancellation);

        Assert.Equal(2, done);
        Assert.Equal("was there before", File.ReadAllText(folder.At("out", "cats", "a.jpg")));
        Assert.Equal("one", File.ReadAllText(folder.At("out", "cats", "a (2).jpg")));
        Assert.Equal("two", File.ReadAllText(folder.At("out", "cats", "a (3).jpg")));
        Assert.Equal(action != SortAction.Move, File.Exists(folder.At("in", "1", "a.jpg")));
        Assert.Equal(2, FileSorting.Undo(undo!, cancellationToken: Cancellation));
        Assert.Equal("one", File.ReadAllText(folder.At("in", "1", "a.jpg")));
        Assert.Equal(["a.jpg"], Directory.GetFiles(folder.At("out", "cats")).Select(path => Path.GetFileName(path)));
        Assert.False(File.Exists(undo));
    }

    [Theory]
    [InlineData(SortAction.Copy)]
    [InlineData(SortAction.Link)]
    public void Files_are_gathered_in_one_folder_that_holds_nothing_else(SortAction action)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("in", "1", "a.jpg"), "one");
        File.WriteAllText(folder.At("in", "2", "a.jpg"), "two");
        File.WriteAllText(folder.At("out", "a.jpg"), "was there before");

        Assert.Equal(2, Gather());
        Assert.Equal(0, Gather()); // copies and links are known again

        string[] expected = ["was there before", "one", "two"];
        string[] names = ["a.jpg", "a (2).jpg", "a (3).jpg"];
        Assert.Equal(expected, names.Select(name => File.ReadAllText(folder.At("out", name))));
        Assert.Equal(3, Directory.GetFiles(folder.At("out")).Length);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new FileSorting(folder.At("out")).ApplyWithoutUndoFile(
                SortAction.Move, cancellationToken: TestContext.Current.CancellationToken));

        int Gather()
        {
            var sorting = new FileSorting(folder.At("out"));
            sorting.Add(folder.At("in", "1", "a.jpg"));
            sorting.Add(folder.At("in", "2", "a.jpg"));
            return sorting.ApplyWithoutUndoFile(action, cancellationToken: Cancellation);
        }
    }

    [Fact]
    public void What_has_changed_since_is_left_alone_and_the_file_to_undo_with_stays()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("in", "a.jpg"), "one");
        var sorting = new FileSorting(folder.At("out"));
        sorting.Add(folder.At("in", "a.jpg"), "cats");
        var (_, undo) = sorting.Apply(SortAction.Copy, cancellationToken: Cancellation);
        var again = new FileSorting(folder.At("out"));
        Assert.True(again.Add(folder.At("in", "a.jpg"), "cats").IsThere);
        Assert.Equal((0, null), again.Apply(SortAction.Copy, cancellationToken: Cancellation));
        File.WriteAllText(folder.At("out", "cats", "a.jpg"), "edited");
        List<ClipException> errors = [];

        Assert.Equal(0, FileSorting.Undo(undo!, errors.Add, Cancellation));

        Assert.Single(errors);
        Assert.Equal("edited", File.ReadAllText(folder.At("out", "cats", "a.jpg")));
        Assert.True(File.Exists(undo));
        Assert.Throws<ClipException>(() => FileSorting.Undo(folder.At("in", "a.jpg"), cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(SortAction.Copy)]
    [InlineData(SortAction.Link)]
    [InlineData(SortAction.Move)]
    public void Sidecars_go_along_under_the_new_name_and_come_back(SortAction action)
    {
        using var folder = new TestFolder();
        foreach (var name in (string[])["a.jpg", "a.txt", "a.jpg.txt", "a.xmp", "a.jpg.XMP", "b.txt"])
            File.WriteAllText(folder.At("in", name), name);
        File.WriteAllText(folder.At("out", "cats", "a.txt"), "of another picture");
        var before = Directory.GetFiles(folder.At("in")).Order();
        var sorting = new FileSorting(folder.At("out"));
        sorting.Add(folder.At("in", "a.jpg"), "cats");

        var (done, undo) = sorting.Apply(action, cancellationToken: Cancellation);

        Assert.Equal(1, done);
        Assert.Equal("of another picture", File.ReadAllText(folder.At("out", "cats", "a.txt")));
        foreach (var (place, content) in new[]
        {
            ("a (2).jpg", "a.jpg"), ("a (2).txt", "a.txt"), ("a (2).jpg.txt", "a.jpg.txt"), ("a (2).xmp", "a.xmp"),
            ("a (2).jpg.XMP", "a.jpg.XMP"),
        })
            Assert.Equal(content, File.ReadAllText(folder.At("out", "cats", place)));
        Assert.Equal(action == SortAction.Move ? 1 : 6, Directory.GetFiles(folder.At("in")).Length);
        Assert.Equal(1, FileSorting.Undo(undo!, cancellationToken: Cancellation));
        Assert.Equal(before, Directory.GetFiles(folder.At("in")).Order());
        Assert.Equal(["a.txt"], Directory.GetFiles(folder.At("out", "cats")).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void A_sidecar_that_another_picture_needs_is_copied_until_the_last_one_moves()
    {
        using var folder = new TestFolder();
        foreach (var name in (string[])["a.cr2", "a.jpg", "a.xmp"])
            File.WriteAllText(folder.At("in", name), name);

        var first = new FileSorting(folder.At("out"));
        first.Add(folder.At("in", "a.jpg"), "cats");
        first.Apply(SortAction.Move, cancellationToken: Cancellation);
        Assert.Equal("a.xmp", File.ReadAllText(folder.At("in", "a.xmp")));
        Assert.Equal("a.xmp", File.ReadAllText(folder.At("out", "cats", "a.xmp")));
        var last = new FileSorting(folder.At("out"));
        last.Add(folder.At("in", "a.cr2"), "dogs");
        last.Apply(SortAction.Move, cancellationToken: Cancellation);

        Assert.Equal("a.xmp", File.ReadAllText(folder.At("out", "dogs", "a.xmp")));
        Assert.Empty(Directory.GetFiles(folder.At("in")));
    }

    [Fact]
    public void Runs_that_begin_at_the_same_time_have_undo_files_of_their_own()
    {
        using var folder = new TestFolder();

        Parallel.For(0, 40, number =>
        {
            File.WriteAllText(folder.At("in", $"{number}.jpg"), "");
            var sorting = new FileSorting(folder.At("out"));
            sorting.Add(folder.At("in", $"{number}.jpg"), "cats");
            sorting.Apply(SortAction.Copy, cancellationToken: Cancellation);
        });

        Assert.Equal(40, Directory.GetFiles(folder.At("out"), "*.undo.jsonl").Length);
        Assert.Equal(40, Directory.GetFiles(folder.At("out", "cats")).Length);
    }

    [Fact]
    public void Pictures_that_move_together_take_their_common_sidecar_once()
    {
        using var folder = new TestFolder();
        string[] names = ["a.cr2", "a.jpg", "a.xmp"];
        foreach (var name in names)
            File.WriteAllText(folder.At("in", name), name);
        var sorting = new FileSorting(folder.At("out"));
        sorting.Add(folder.At("in", "a.jpg"), "cats");
        sorting.Add(folder.At("in", "a.cr2"), "cats");

        sorting.Apply(SortAction.Move, cancellationToken: Cancellation);

        Assert.Empty(Directory.GetFiles(folder.At("in")));
        Assert.Equal(
            names, Directory.GetFiles(folder.At("out", "cats")).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void The_sidecars_of_two_pictures_never_want_one_place()
    {
        using var folder = new TestFolder();
        foreach (var path in (string[])["1/a.jpg", "1/a.txt", "2/a.png", "2/a.txt"])
            File.WriteAllText(folder.At(["in", .. path.Split('/')]), path);
        var sorting = new FileSorting(folder.At("out"));
        sorting.Add(folder.At("in", "1", "a.jpg"), "cats");
        sorting.Add(folder.At("in", "2", "a.png"), "cats");
        List<ClipException> errors = [];

        sorting.Apply(SortAction.Move, errors.Add, Cancellation);

        Assert.Empty(errors);
        Assert.Equal("1/a.txt", File.ReadAllText(folder.At("out", "cats", "a.txt")));
        Assert.Equal("2/a.png", File.ReadAllText(folder.At("out", "cats", "a (2).png")));
        Assert.Equal("2/a.txt", File.ReadAllText(folder.At("out", "cats", "a (2).txt")));
        Assert.Empty(Directory.GetFiles(folder.At("in"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("cats", "cats")]
    [InlineData("../../etc", "_._.._etc")]
    [InlineData("a/b\\c", "a_b_c")]
    [InlineData("..", "_")]
    [InlineData(".hidden", "_hidden")]
    [InlineData("what? \"this\"", "what_ _this_")]
    [InlineData("end.", "end")]
    public void A_label_becomes_one_folder_below_the_target(string label, string name) =>
        Assert.Equal(name, FolderName.Of(label));
}

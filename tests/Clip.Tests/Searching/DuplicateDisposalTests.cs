namespace Clip.Tests.Searching;

/// <summary>Where duplicates are moved to.</summary>
public sealed class DuplicateDisposalTests
{
    [Fact]
    public void Neither_two_files_nor_their_sidecars_get_one_place()
    {
        using var folder = new TestFolder();
        // The same paths in two folders, and a picture of another format whose short sidecar has the same name.
        string[] names = ["1/a.jpg", "1/a.xmp", "2/a.jpg", "2/a.png", "2/a.xmp", "3/a.png", "3/a.xmp"];
        foreach (var path in names)
            File.WriteAllText(folder.At(path.Split('/')), path);
        DuplicateFile[] files =
            [Duplicate("1", "a.jpg"), Duplicate("1", "a.jpg"), Duplicate("2", "a.jpg"), Duplicate("3", "a.png")];
        var group = new DuplicateGroup(1, files, 1, IsExact: true, HasBurst: false, default);

        var moves = DuplicateDisposal.PlanMoves([group], folder.At("moved"));
        List<ClipException> failed = [];
        var (moved, _) = DuplicateDisposal.Move(
            moves, folder.At("moved"), failed.Add, TestContext.Current.CancellationToken);

        Assert.Empty(failed);
        Assert.Equal(3, moved);
        Assert.Equal(
            [
                ("a (2).jpg", "2/a.jpg"), ("a (2).xmp", "2/a.xmp"), ("a (3).png", "3/a.png"), ("a (3).xmp", "3/a.xmp"),
                ("a.jpg", "1/a.jpg"), ("a.xmp", "1/a.xmp"),
            ],
            Directory.GetFiles(folder.At("moved")).Where(static file => !file.EndsWith(".jsonl"))
                .Select(static file => (Path.GetFileName(file), File.ReadAllText(file))).Order());

        DuplicateFile Duplicate(string root, string name) => new(
            name, IndexLocation.For(folder.At(root)), null, new FileRecord(name, 1, 1, default, 1, 1, 1));
    }
}

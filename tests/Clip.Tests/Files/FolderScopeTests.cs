using Clip.Files;

namespace Clip.Tests.Files;

public sealed class FolderScopeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public FolderScopeTests()
    {
        File.WriteAllText(_folder.At("root", "a", "1.jpg"), "");
        File.WriteAllText(_folder.At("other", "2.jpg"), "");
    }

    private string Root => _folder.At("root");

    [Fact]
    public void A_scope_covers_its_inputs_and_everything_in_them()
    {
        var scope = new FolderScope(Root, [Path.Combine(Root, "a")]);

        Assert.True(scope.Covers("a/1.jpg"));
        Assert.False(scope.Covers("ab/1.jpg"));
        Assert.True(new FolderScope(Root, []).Covers("ab/1.jpg"));
    }

    [Fact]
    public void The_content_of_an_unreadable_folder_is_not_covered()
    {
        var scope = new FolderScope(Root, []);

        scope.AddUnreadable("a");

        Assert.False(scope.Covers("a/1.jpg"));
        Assert.True(scope.Covers("a"));
        Assert.True(scope.Covers("b.jpg"));
    }

    [Fact]
    public void An_input_outside_the_root_and_a_missing_one_are_different_faults()
    {
        var outside = Assert.Throws<FolderException>(() => new FolderScope(Root, [_folder.At("other", "2.jpg")]));
        var missing = Assert.Throws<FolderException>(() => new FolderScope(Root, [Path.Combine(Root, "no.jpg")]));

        Assert.Equal((FolderFault.Outside, Root), (outside.Fault, outside.Root));
        Assert.Equal(FolderFault.Missing, missing.Fault);
    }

    public void Dispose() => _folder.Dispose();
}

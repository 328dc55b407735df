using Clip.Files;

namespace Clip.Tests.Files;

/// <summary>What lines of <c>.clipignore</c> files leave out and take in again.</summary>
public sealed class IgnoreFilesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<ClipException> _errors = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_negated_pattern_takes_in_again_what_is_left_out_but_nothing_in_a_folder_that_is()
    {
        Make("a.gif", "b.gif", "x/a.gif", "x/c.gif", "raw/a.gif", "!odd.jpg", "#odd.jpg");
        Write(".clipignore", "*.gif\nraw\n!a.gif\n\\!odd.jpg\n\\#odd.jpg\n");
        Write("x/.clipignore", "!c.gif\na.gif");

        Assert.Equal(["a.gif", "x/c.gif"], Walk());
        Assert.Empty(_errors);
    }

    [Fact]
    public void An_ignore_file_that_cannot_be_one_is_an_error()
    {
        Make("b.jpg", "x/c.jpg", "y/d.jpg");
        Directory.CreateDirectory(_folder.At("y", ".clipignore"));
        Write("x/.clipignore", new string('*', 2_000_000));

        Assert.Equal(["b.jpg", "x/c.jpg", "y/d.jpg"], Walk());
        Assert.Equal(
            [
                $"{_folder.At("x", ".clipignore")}: is larger than 1 MiB and is ignored; write fewer patterns",
                $"{_folder.At("y", ".clipignore")}: is not a file, so nothing is excluded by it; "
                    + "write patterns into one",
            ],
            _errors.Select(error => error.Message));
    }

    private void Make(params string[] paths)
    {
        foreach (var path in paths)
            File.WriteAllText(_folder.At(path.Split('/')), path);
    }

    private void Write(string path, string content) => File.WriteAllText(_folder.At(path.Split('/')), content);

    private string[] Walk() =>
    [
        .. FolderWalk.Open(_folder.Path).Files(_errors.Add, TestContext.Current.CancellationToken)
            .Select(static file => file.Path),
    ];
}

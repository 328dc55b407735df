using Clip.Files;

namespace Clip.Tests.Files;

public sealed class OpenForWritingTests
{
    [Fact]
    public void A_file_is_open_for_writing_until_its_writer_closes_it_and_readers_do_not_count()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "This system does not tell who writes a file.");
        using var folder = new TestFolder();
        var path = folder.At("x.jpg");
        File.WriteAllText(path, "x");
        using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            Assert.False(OpenForWriting.Is(path));
        using (new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            Assert.True(OpenForWriting.Is(path));
        Assert.False(OpenForWriting.Is(path));
        Assert.False(OpenForWriting.Is(folder.At("missing.jpg")));
    }
}

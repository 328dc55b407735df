using Clip.Files;
using Clip.Models.Caching;

namespace Clip.Tests.Models.Caching;

public sealed class SealedFileTests
{
    [Fact]
    public void A_file_that_nobody_has_written_since_is_not_read_again()
    {
        using var folder = new TestFolder();
        var file = Written(folder);
        var known = file with { Hash = 1, Stamp = ContentStamp.Of(folder.At("graph.weights"))!.Value.Value };

        Assert.Equal(known, known.Verify(folder.Path));
        Assert.Null((known with { Samples = 1 }).Verify(folder.Path));
        Assert.Null((known with { Stamp = 1 }).Verify(folder.Path));
    }

    [Fact]
    public void A_file_that_was_written_since_is_compared_as_a_whole()
    {
        using var folder = new TestFolder();
        var file = Written(folder);
        var known = file with { Stamp = ContentStamp.Of(folder.At("graph.weights"))!.Value.Value };
        using (var stream = File.OpenWrite(folder.At("graph.weights")))
        {
            // Between the samples, and of the same length.
            stream.Position = (1 << 20) / 2 + 8_000_000;
            stream.WriteByte(77);
        }
        File.SetLastWriteTimeUtc(folder.At("graph.weights"), DateTime.UtcNow.AddDays(-1));

        Assert.Null(known.Verify(folder.Path));
    }

    [Fact]
    public void A_line_says_what_the_file_is()
    {
        using var folder = new TestFolder();
        var file = Written(folder);

        Assert.Equal(file, SealedFile.Parse(file.ToString(), folder.Path));
        Assert.Equal(file, file.Verify(folder.Path)! with { Stamp = 0 });
        Assert.Null(SealedFile.Parse((file with { Length = 5 }).ToString(), folder.Path));
        Assert.Null(SealedFile.Parse((file with { Name = "../graph.weights" }).ToString(), folder.Path));
    }

    private static SealedFile Written(TestFolder folder)
    {
        var content = new byte[12_000_000];
        new Random(1).NextBytes(content.AsSpan(0, 4096));
        File.WriteAllBytes(folder.At("graph.weights"), content);
        return SealedFile.Of(new FileInfo(folder.At("graph.weights")));
    }
}

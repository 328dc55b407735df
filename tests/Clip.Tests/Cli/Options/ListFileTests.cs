using Clip.Cli.Options;

namespace Clip.Tests.Cli.Options;

/// <summary>Lists that options name.</summary>
public sealed class ListFileTests
{
    [Fact]
    public void A_list_is_read_with_any_line_ends_and_without_its_byte_order_mark()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.At("list.txt"), [0xEF, 0xBB, 0xBF, .. "a\r\n\nö\nlast"u8]);
        Assert.Equal(["a", "", "ö", "last"], ListFile.Read(folder.At("list.txt")));
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        using var folder = new TestFolder();
        var missing = Assert.Throws<ClipException>(() => ListFile.Read(folder.At("none.txt")).ToList());
        Assert.Equal((folder.At("none.txt"), "does not exist"), (missing.Subject, missing.Problem));
        var directory = Assert.Throws<ClipException>(() => ListFile.Read(folder.Path, "--list x").ToList());
        Assert.Equal("--list x", directory.Subject);
        Assert.StartsWith("cannot be read (", directory.Problem);
    }

    [Fact]
    public void A_list_without_end_is_refused_before_it_fills_the_memory()
    {
        using var endless = new Endless();
        var error = Assert.Throws<ClipException>(() => ListFile.ReadAll(endless, "standard input", 3 << 20));
        Assert.Equal(("standard input", "is larger than 3 MB"), (error.Subject, error.Problem));
        Assert.InRange(endless.Count, 3 << 20, 4 << 20);
    }

    /// <summary>A pipe whose other end never stops to write.</summary>
    private sealed class Endless : MemoryStream
    {
        public long Count { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'a');
            Count += buffer.Length;
            return buffer.Length;
        }
    }
}

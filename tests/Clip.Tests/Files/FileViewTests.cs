using Clip.Files;
using Clip.Resources;

namespace Clip.Tests.Files;

/// <summary>What is read and what is mapped are the same bytes.</summary>
public unsafe class FileViewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData((1 << 24) + 77)] // more than is read at once
    public void A_copy_has_the_bytes_of_the_mapping(int length)
    {
        using var folder = new TestFolder();
        var content = new byte[length + 5];
        new Random(length).NextBytes(content);
        File.WriteAllBytes(folder.At("file"), content);
        using var file = File.OpenHandle(folder.At("file"));

        using var mapped = FileView.TryMap(file, length);
        using var copy = FileView.Read(file, length);

        Assert.NotNull(mapped);
        Assert.True(content.AsSpan(0, length).SequenceEqual(new ReadOnlySpan<byte>(mapped.Start, length)));
        Assert.True(content.AsSpan(0, length).SequenceEqual(new ReadOnlySpan<byte>(copy.Start, length)));
        Assert.Equal(0, (nint)copy.Start % 64);
    }

    [Fact]
    public void A_file_that_is_shorter_than_expected_is_an_error_that_says_so()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.At("file"), new byte[10]);
        using var file = File.OpenHandle(folder.At("file"));

        var error = Assert.Throws<EndOfStreamException>(() => FileView.Read(file, 11));
        Assert.Contains("shorter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_can_neither_be_mapped_nor_fits_into_memory_is_an_error_that_names_both_sizes()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.At("file"), new byte[10]);
        using var file = File.OpenHandle(folder.At("file"));

        var error = Assert.Throws<IOException>(() => FileView.Read(file, MachineMemory.Available() + (1L << 40)));
        Assert.Matches(@"cannot map it, and reading it takes [\d,]+ MB of memory; [\d,]+ MB are free", error.Message);
    }

    [Fact]
    public void Ordinary_folders_can_share_memory()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.At("file"), [1]);
        using var file = File.OpenHandle(folder.At("file"), FileMode.Open, FileAccess.ReadWrite);

        Assert.True(SharedMapping.IsPossible(file));
    }
}

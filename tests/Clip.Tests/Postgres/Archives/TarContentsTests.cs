using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Clip.Postgres.Archives;

namespace Clip.Tests.Postgres.Archives;

public sealed class TarContentsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Long => string.Concat(Enumerable.Repeat("a long folder name/", 12)) + "picture.jpg";

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Pictures_are_found_where_they_lie_whatever_the_format(TarEntryFormat format)
    {
        using var maker = new TarMaker(format);
        maker.Add(TarEntryType.Directory, "folder/").Add("folder/a.jpg", [1, 2, 3]).Add("notes.md", [9, 9])
            .Add("./b/./c//d.PNG", new byte[1000]).Add("e.jpg", []);
        string[] more = format is TarEntryFormat.V7 ? []
            : format is TarEntryFormat.Ustar ? ["sub/" + new string('x', 90) + "/" + new string('y', 90) + ".jpg"]
            : [Long, "图片/ü 🐈.jpg"];
        foreach (var name in more)
            maker.Add(name, Encoding.UTF8.GetBytes(name));
        var archive = maker.ToArray();

        var contents = Read(archive);

        Assert.Null(contents.Damage);
        Assert.Null(contents.Strangers);
        Assert.Equal(
            ["folder/a.jpg", "b/c/d.PNG", "e.jpg", .. more],
            contents.Pictures.Select(static picture => picture.Name));
        Assert.Equal([1, 2, 3], BytesOf(archive, contents.Find("folder/a.jpg")!.Value));
        foreach (var name in more)
            Assert.Equal(name, Encoding.UTF8.GetString(BytesOf(archive, contents.Find(name)!.Value)));
        Assert.Equal(TarMaker.Time.UtcTicks, contents.Find("folder/a.jpg")!.Value.ModifiedUtcTicks);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("oldgnu")]
    [InlineData("gnu")]
    [InlineData("ustar")]
    [InlineData("posix")]
    public async Task Archives_of_the_program_tar_are_read(string format)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the GNU program");
        using var folder = new TestFolder();
        // Old formats have no place for more than 100 characters.
        var name = format is "v7" or "ustar" ? "sub/ü.jpg" : Long;
        Directory.CreateDirectory(Path.GetDirectoryName(folder.At("in", name))!);
        await File.WriteAllBytesAsync(folder.At("in", name), [1, 2, 3], Stop);
        await File.WriteAllBytesAsync(folder.At("in", "z.jpg"), new byte[20_000], Stop);
        File.CreateSymbolicLink(folder.At("in", "link.jpg"), "z.jpg");
        var tar = Process.Start("tar", ["-C", folder.At("in"), $"--format={format}", "-cf", folder.At("x.tar"), "."]);
        await tar.WaitForExitAsync(Stop);
        Assert.Equal(0, tar.ExitCode);
        var archive = await File.ReadAllBytesAsync(folder.At("x.tar"), Stop);

        var contents = Read(archive);

        Assert.Null(contents.Damage);
        Assert.Equal(
            new[] { name, "z.jpg" }.Order(StringComparer.Ordinal),
            contents.Pictures.Select(static picture => picture.Name).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2, 3], BytesOf(archive, contents.Find(name)!.Value));
        Assert.Equal(20_000, contents.Find("z.jpg")!.Value.Size);
    }

    [Fact]
    public void Names_that_lead_out_of_the_archive_are_left_out_and_named_and_hidden_ones_are_left_out()
    {
        using var maker = new TarMaker();
        foreach (var name in (string[])["../a.jpg", "b/../../c.jpg", "/etc/d.jpg", "b\\e.jpg", "b/..", "../x.txt"])
            maker.Add(name, [1]);
        foreach (var name in (string[])[".f.jpg", ".g/h.jpg", "i/.j/k.jpg", "._l.jpg", "./.m.jpg"])
            maker.Add(name, [1]);
        maker.Add("n..jpg", [1]).Add("..o.d/p.jpg", [1]).Add("q/r.jpg", [1]);

        var contents = Read(maker.ToArray());

        Assert.Equal(["n..jpg", "q/r.jpg"], contents.Pictures.Select(static picture => picture.Name));
        Assert.Equal("pics.tar", contents.Strangers!.Subject);
        Assert.Contains("has 4 pictures", contents.Strangers.Problem, StringComparison.Ordinal);
        Assert.Contains("../a.jpg", contents.Strangers.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_and_devices_are_ignored_and_of_one_name_the_last_counts()
    {
        using var maker = new TarMaker();
        maker.Add("a.jpg", [1]).Add("b.jpg", [2]).Add("./a.jpg", [3, 3]).Add("a.TXT", [4]).Add("c.txt", [5])
            .Add("c.TXT", [6, 6]);
        maker.Add(TarEntryType.SymbolicLink, "s.jpg", static entry => entry.LinkName = "/etc/passwd");
        maker.Add(TarEntryType.HardLink, "h.jpg", static entry => entry.LinkName = "a.jpg");
        maker.Add(TarEntryType.Fifo, "f.jpg").Add(TarEntryType.CharacterDevice, "d.jpg");
        maker.Add(TarEntryType.Directory, "folder.jpg/");

        var contents = Read(maker.ToArray());

        Assert.Equal(["b.jpg", "a.jpg"], contents.Pictures.Select(static picture => picture.Name));
        Assert.Equal(2, contents.Find("a.jpg")!.Value.Size);
        Assert.Equal(1, contents.FindSidecar("a.txt")!.Value.Size);
        Assert.Equal(1, contents.FindSidecar("c.txt")!.Value.Size);
    }

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void However_much_is_cut_off_what_is_whole_before_that_is_found_and_the_place_is_named(
        TarEntryFormat format)
    {
        using var maker = new TarMaker(format);
        for (var i = 0; i < 3; i++)
            maker.Add($"{i}.jpg", new byte[700 * i + 1]);
        if (format != TarEntryFormat.Ustar)
            maker.Add(Long, new byte[30]);
        var archive = maker.ToArray();
        var whole = Read(archive).Pictures.ToList();
        var ends = whole.ConvertAll(static picture => picture.Member.Offset + picture.Member.Size);

        for (var length = 1; length < archive.Length; length++)
        {
            var contents = Read(archive[..length]);
            var expected = ends.Count(end => end <= length);
            Assert.Equal(
                whole.Take(expected).Select(static picture => picture.Name),
                contents.Pictures.Select(static picture => picture.Name));
            if (contents.Damage is { } damage)
                Assert.Contains($"cut off at byte {length:N0}", damage.Problem, StringComparison.Ordinal);
            else
                Assert.True(length % 512 == 0 || length > TarHeader.RoundUp(ends[^1]) + 512, $"{length} is not said");
        }
    }

    [Fact]
    public void What_is_no_archive_or_damaged_or_compressed_is_said()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("this is no archive ", 100)));
        Assert.Equal("is no tar archive", Read(text).Damage!.Problem);

        using var maker = new TarMaker(TarEntryFormat.Ustar);
        var archive = maker.Add("a.jpg", [1]).Add("b.jpg", [2]).ToArray();
        archive[1024 + 5] ^= 0x55;
        var contents = Read(archive);
        Assert.Contains("is damaged at byte 1,024", contents.Damage!.Problem, StringComparison.Ordinal);
        Assert.Equal("a.jpg", Assert.Single(contents.Pictures).Name);

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(archive);
        Assert.Contains("gunzip", Read(packed.ToArray()).Damage!.Remedy, StringComparison.Ordinal);
        Assert.Empty(Read([]).Pictures);
        Assert.Empty(Read(new byte[10_240]).Pictures);
    }

    [Theory]
    [InlineData("a.tar", true, false)]
    [InlineData("a.TAR", true, false)]
    [InlineData("a.tar.gz", false, true)]
    [InlineData("a.tgz", false, true)]
    [InlineData("a.Tar.Zst", false, true)]
    [InlineData("a.gz", false, false)]
    [InlineData("tar", false, false)]
    [InlineData("a.tar.jpg", false, false)]
    public void Archives_are_told_by_their_names(string name, bool isArchive, bool isCompressed) =>
        Assert.Equal((isArchive, isCompressed), (ArchiveName.Is(name), ArchiveName.IsCompressed(name)));

    private static TarContents Read(byte[] archive) => TarContents.Read("pics.tar", new MemoryStream(archive), Stop);

    private static byte[] BytesOf(byte[] archive, TarMember member) =>
        archive.AsSpan((int)member.Offset, (int)member.Size).ToArray();
}

using System.Text;
using Clip.Tests.Metadata;

namespace Clip.Tests.Indexing.Captions;

/// <summary>XMP sidecars, which say more recently than the picture when, where and what it is.</summary>
public sealed class XmpSidecarTests
{
    [Fact]
    public async Task A_sidecar_precedes_the_picture_where_it_says_something()
    {
        using var album = new Album();
        album.Write("tree.xmp", XmpText.Packet("exif:DateTimeOriginal=\"2019:12:24 18:00:00\"", """
            <dc:subject><rdf:Bag><rdf:li>fir</rdf:li></rdf:Bag></dc:subject>
            <lr:hierarchicalSubject><rdf:Bag><rdf:li>Feasts|Christmas</rdf:li></rdf:Bag></lr:hierarchicalSubject>
            """));
        album.Write("boats.jpg.xmp", XmpText.Packet(
            "exif:GPSLatitude=\"46,12N\" exif:GPSLongitude=\"6,9E\" tiff:Make=\"Leica\" tiff:Model=\"M10\""));
        album.Write(
            "boats.xmp", XmpText.Packet("exif:GPSLatitude=\"1,0N\" exif:GPSLongitude=\"1,0E\" dc:title=\"Quay\""));

        await album.IndexAsync(own: true);

        Assert.Empty(album.Errors);
        Assert.Equal(["Christmas tree", "fir", "Christmas", "Feasts"], album.CaptionsOf("tree.webp"));
        Assert.Equal(new DateTime(2019, 12, 24, 18, 0, 0), album.MetadataOf("tree.webp").Captured);
        var boats = album.MetadataOf("boats.jpg");
        Assert.Equal(["Quay", "Two boats at a quay"], album.CaptionsOf("boats.jpg"));
        Assert.Equal(new DateTime(2021, 7, 4, 18, 30, 5), boats.Captured);
        Assert.Equal(("Leica M10", new GeoPoint(46.2, 6.15)), (boats.Camera, boats.Place!.Value));
        Assert.Equal(["boats.jpg"], album.Find(new PictureFilter { Cameras = ["leica"] }));
        Assert.Equal([], album.Find(new PictureFilter { Cameras = ["nikon d750"] }).Where(path => path == "boats.jpg"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sidecar_that_comes_changes_or_goes_is_noticed_and_no_picture_is_encoded(bool own)
    {
        using var album = new Album();
        await album.IndexAsync(own);
        var before = album.MetadataOf("boats.jpg");

        foreach (var year in new[] { 1999, 2001 })
        {
            album.Write(
                "boats.jpg.xmp", XmpText.Packet($"photoshop:DateCreated=\"{year}-05-03\" dc:title=\"in {year}\""));
            var report = await album.IndexAsync(own: null);
            Assert.Equal((0, 0, 4), (report.Added, report.Updated, report.Skipped));
            Assert.Equal(
                before with { Captured = new DateTime(year, 5, 3), UtcOffset = null }, album.MetadataOf("boats.jpg"));
            Assert.Equal(own ? $"in {year}" : null, album.CaptionsOf("boats.jpg").FirstOrDefault());
            Assert.Equal(["boats.jpg"], album.Find(Year(year)));
        }
        Assert.Equal(0, (await album.IndexAsync(own: null)).Captions);
        File.Delete(album.At("boats.jpg.xmp"));
        await album.IndexAsync(own: null);
        Assert.Equal(before, album.MetadataOf("boats.jpg"));
        Assert.Equal(own ? "Two boats at a quay" : null, album.CaptionsOf("boats.jpg").FirstOrDefault());
    }

    [Fact]
    public async Task Extensions_in_capitals_make_sidecars_and_caption_files_too()
    {
        using var album = new Album();
        album.Write("boats.XMP", XmpText.Packet("dc:title=\"Quay\""));
        album.Write("plain.png.XMP", XmpText.Packet("photoshop:DateCreated=\"1999-05-03\""));
        album.Write("tree.TXT", "a fir");
        album.Write("CAPTIONS.CSV", "file,caption\nplain.png,a drawing\n");

        await album.IndexAsync(own: true);

        Assert.Empty(album.Errors);
        Assert.Equal("Quay", album.CaptionsOf("boats.jpg")[0]);
        Assert.Equal(1999, album.MetadataOf("plain.png").Captured?.Year);
        Assert.Equal("a fir", album.CaptionsOf("tree.webp")[0]);
        Assert.Equal("a drawing", album.CaptionsOf("plain.png")[0]);
        var report = await album.IndexAsync(own: null);
        Assert.Equal((0, 4, 0), (report.Updated, report.Skipped, report.Captions));

        album.Write("boats.XMP", XmpText.Packet("dc:title=\"Pier\""));
        await album.IndexAsync(own: null);
        Assert.Equal("Pier", album.CaptionsOf("boats.jpg")[0]);
        // Where both are there, the usual name counts.
        album.Write("boats.xmp", XmpText.Packet("dc:title=\"Harbor\""));
        await album.IndexAsync(own: null);
        Assert.Equal("Harbor", album.CaptionsOf("boats.jpg")[0]);
        File.Delete(album.At("boats.xmp"));
        if (File.Exists(album.At("boats.XMP")))
        {
            await album.IndexAsync(own: null);
            Assert.Equal("Pier", album.CaptionsOf("boats.jpg")[0]);
        }
    }

    [Fact]
    public async Task Copies_with_different_sidecars_are_described_and_found_each_by_its_own()
    {
        using var album = new Album();
        foreach (var (copy, year) in new[] { ("a", 1999), ("b", 2001), ("c", 0) })
        {
            File.Copy(album.At("boats.jpg"), album.At(copy, "boats.jpg"));
            var packet = XmpText.Packet($"exif:DateTimeOriginal=\"{year}-05-03T10:11:12Z\" dc:title=\"{copy}\"");
            if (year > 0)
                album.Write($"{copy}/boats.xmp", packet);
        }
        await album.IndexAsync(own: true);

        Assert.Equal(["a/boats.jpg"], album.Find(Year(1999)));
        Assert.Equal(["b/boats.jpg"], album.Find(Year(2001)));
        Assert.Equal(["boats.jpg", "c/boats.jpg"], album.Find(Year(2021)).Order());
        Assert.Equal((1999, 2001, 2021), (Taken("a"), Taken("b"), Taken("c")));
        Assert.Equal("a", album.CaptionsOf("a/boats.jpg")[0]);

        // They move with the picture, and go with it.
        Directory.Move(album.At("a"), album.At("moved"));
        await album.IndexAsync(own: null);
        Assert.Equal(["moved/boats.jpg"], album.Find(Year(1999)));
        Directory.Delete(album.At("moved"), recursive: true);
        await album.IndexAsync(own: null);
        Assert.Equal([], album.Find(Year(1999)));
        album.Held();

        int? Taken(string copy) => album.MetadataOf($"{copy}/boats.jpg").Captured?.Year;
    }

    [Fact]
    public async Task When_a_picture_was_digitized_does_not_replace_when_it_was_taken()
    {
        using var album = new Album();
        album.Write("boats.xmp", XmpText.Packet("xmp:CreateDate=\"2024-01-01\""));
        album.Write("plain.xmp", XmpText.Packet("xmp:CreateDate=\"2024-01-01\""));
        album.Write("plain.png.xmp", XmpText.Packet("tiff:Model=\"Scanner\""));

        await album.IndexAsync();

        Assert.Equal(2021, album.MetadataOf("boats.jpg").Captured?.Year);
        Assert.Equal(2024, album.MetadataOf("plain.png").Captured?.Year);
        Assert.Equal("Scanner", album.MetadataOf("plain.png").Camera);
    }

    [Fact]
    public async Task A_sidecar_of_another_file_with_the_same_name_does_not_count()
    {
        using var album = new Album();
        album.Write("boats.xmp", XmpText.Packet("photoshop:SidecarForExtension=\"NEF\" dc:title=\"the raw file\""));
        album.Write("plain.xmp", XmpText.Packet("photoshop:SidecarForExtension=\"PNG\" dc:title=\"the drawing\""));

        await album.IndexAsync(own: true);

        Assert.Equal(["Two boats at a quay"], album.CaptionsOf("boats.jpg"));
        Assert.Equal(["the drawing"], album.CaptionsOf("plain.png"));
    }

    [Fact]
    public async Task A_damaged_sidecar_is_named_and_what_can_be_read_is_used()
    {
        using var album = new Album();
        var packet = Encoding.UTF8.GetString(XmpText.Packet("dc:title=\"Said before the damage\""));
        album.Write("boats.xmp", packet[..packet.IndexOf("</rdf:RDF>", StringComparison.Ordinal)]);
        album.Write("plain.xmp", "no XMP at all");
        album.Write("tree.webp.xmp", "<!DOCTYPE x [<!ENTITY y \"z\">]><x>&y;</x>");
        album.Write("plain.txt", [.. "first\nZ"u8, 0xFC, .. "rich\nlast\n"u8]); // not UTF-8

        await album.IndexAsync(own: true);

        Assert.Equal("Said before the damage", album.CaptionsOf("boats.jpg")[0]);
        Assert.Equal(["first", "last"], album.CaptionsOf("plain.png"));
        Assert.Equal(
            ["boats.xmp", "plain.txt:2", "plain.xmp", "tree.webp.xmp"],
            album.Errors.Select(error => Path.GetFileName(error.Subject)).Order(StringComparer.Ordinal));
        Assert.Contains(album.Errors, error => error.Problem.StartsWith("is not XMP", StringComparison.Ordinal));
        await album.IndexAsync(own: null);
        Assert.Empty(album.Errors); // said once
    }

    private static PictureFilter Year(int year) =>
        new() { CapturedFrom = new DateTime(year, 1, 1), CapturedBefore = new DateTime(year + 1, 1, 1) };
}

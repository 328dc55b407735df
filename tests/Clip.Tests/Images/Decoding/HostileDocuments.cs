using System.IO.Compression;
using System.Text;

namespace Clip.Tests.Images;

/// <summary>
/// Files that ImageMagick would recognize as a drawing, a script, a list or an address, and that refer to other files
/// and hosts.
/// </summary>
/// <param name="file">A file that they refer to and that must not be opened.</param>
/// <param name="url">An address that they refer to and that must not be called.</param>
internal sealed class HostileDocuments(string file, string url)
{
    /// <summary>All documents with their names; each must be refused because it is not a picture.</summary>
    public IEnumerable<(string Name, byte[] Data)> All()
    {
        foreach (var (name, text) in Texts())
            yield return (name, Encoding.Latin1.GetBytes(text));

        var drawing = Encoding.Latin1.GetBytes(Svg($"<image href=\"{url}\" width=\"9\" height=\"9\"/>"));
        yield return ("drawing.svgz.jpg", Packed(drawing));
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("Thumbnails/thumbnail.png").Open();
            entry.Write(HostileSamples.All["rgb-interlaced.png"]);
        }
        yield return ("picture-inside.zip.jpg", zip.ToArray());
        yield return ("picture-inside.gz.jpg", Packed(HostileSamples.All["rgb-interlaced.png"]));
        yield return ("archive.tar.jpg", [.. new byte[257], .. "ustar\0"u8, .. new byte[300]]);
        yield return ("archive.7z.jpg", [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, .. new byte[100]]);
        yield return (
            "video.mp4.jpg", [0, 0, 0, 32, .. "ftypisom"u8, 0, 0, 2, 0, .. "isomiso2avc1mp41"u8, .. new byte[100]]);
        yield return (
            "playlist.avi.jpg", [.. "RIFF"u8, 100, 0, 0, 0, .. "AVI LIST"u8, .. Encoding.Latin1.GetBytes(url)]);
        yield return ("metafile.wmf.jpg", [0xD7, 0xCD, 0xC6, 0x9A, .. new byte[100]]);
        yield return ("metafile.emf.jpg", [1, 0, 0, 0, 88, 0, 0, 0, .. new byte[32], .. " EMF"u8, .. new byte[100]]);
        yield return (
            "binary.eps.jpg",
            [0xC5, 0xD0, 0xD3, 0xC6, 32, 0, 0, 0, .. Encoding.Latin1.GetBytes($"%!PS\n({file}) run")]);
        yield return ("medical.dcm.jpg", [.. new byte[128], .. "DICM"u8, .. new byte[100]]);
        yield return ("zeros.jpg", new byte[100_000]);
        yield return ("one-zero.jpg", new byte[1]);
    }

    private IEnumerable<(string Name, string Text)> Texts()
    {
        yield return ("address.svg.jpg", Svg($"<image href=\"{url}/svg\" width=\"9\" height=\"9\"/>"));
        yield return ("address.svg-2.jpg", Svg($"<image xlink:href=\"{url}/xlink\" width=\"9\" height=\"9\"/>"));
        yield return ("file.svg.jpg", Svg($"<image href=\"file://{file}\" width=\"9\" height=\"9\"/>"));
        yield return (
            "style.svg.jpg",
            Svg($"<style>@import url({url}/css);</style><text style=\"fill:url({url}/fill)\">x</text>"));
        yield return ("text.svg.jpg", Svg($"<image href=\"text:{file}\" width=\"9\" height=\"9\"/>"));
        yield return ("script.svg.jpg", Svg($"<image href=\"msl:{file}\" width=\"9\" height=\"9\"/>"));
        yield return (
            "entity.svg.jpg",
            $"<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY x SYSTEM \"file://{file}\">]>{Svg("<text>&x;</text>")}");
        yield return (
            "parameter.svg.jpg",
            $"<?xml version=\"1.0\"?><!DOCTYPE svg SYSTEM \"{url}/dtd\" [<!ENTITY % x SYSTEM \"{url}/x\"> %x;]>"
                + Svg(""));
        yield return ("laughs.svg.jpg", Laughs());
        yield return (
            "address.mvg.jpg",
            $"push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 '{url}/mvg'\npop graphic-context\n");
        yield return (
            "command.mvg.jpg",
            "push graphic-context\nviewbox 0 0 9 9\n"
                + $"fill 'url(https://example.invalid\"|touch \"{file}.made)'\npop graphic-context\n");
        yield return ("file.mvg-2.jpg", $"viewbox 0 0 9 9 image over 0,0 9,9 'label:@{file}'\n");
        yield return (
            "script.msl.jpg",
            $"<?xml version=\"1.0\"?>\n<image><read filename=\"{file}\"/><write filename=\"{file}.made\"/></image>\n");
        yield return ("script.msl-2.jpg", $"<image><read filename=\"{url}/msl\"/></image>");
        yield return (
            "run.ps.jpg",
            $"%!PS\n({file}) (r) file 100 string readstring pop print\n(%pipe%touch {file}.made) (w) file\nshowpage\n");
        yield return ("run.eps-2.jpg", $"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n({file}) run\n");
        yield return (
            "open.pdf.jpg",
            $"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI({url}/pdf)>>>>endobj\n"
                + $"2 0 obj<</F({file})/FFilter/FlateDecode>>endobj\n%%EOF");
        yield return ("open.pdf-2.jpg", $"%PDF-1.4\n1 0 obj<</S/Launch/F({file})>>endobj");
        yield return ("link.url.jpg", $"[InternetShortcut]\nURL={url}/shortcut\n");
        yield return ("bare-address.jpg", url);
        yield return ("bare-file.jpg", $"file://{file}");
        yield return ("label.jpg", $"label:@{file}");
        yield return ("caption.jpg", $"caption:@{file}");
        yield return ("text.jpg", $"text:{file}");
        yield return ("ephemeral.jpg", $"ephemeral:{file}");
        yield return ("video.vid.jpg", $"vid:{file}");
        yield return ("list.jpg", $"@{file}\n");
        yield return (
            "enumeration.txt.jpg", "# ImageMagick pixel enumeration: 9,9,255,srgb\n0,0: (0,0,0)  #000000  black\n");
        yield return ("bitmap.xbm.jpg", "#define x_width 9\n#define x_height 9\nstatic char x_bits[] = {0x00};\n");
        yield return ("pixmap.xpm.jpg", "/* XPM */\nstatic char *x[] = {\"1 1 1 1\", \"a c #000\", \"a\"};\n");
        yield return (
            "cache.mpc.jpg",
            $"id=MagickPixelCache\nclass=DirectClass columns=9 rows=9 depth=8 filename={file}\n\f\n:\u001A");
        yield return (
            "raw.miff.jpg", "id=ImageMagick version=1.0\nclass=DirectClass columns=9 rows=9 depth=8\n\f\n:\u001A");
        yield return (
            "page.html.jpg",
            $"<!DOCTYPE html><html><head><meta http-equiv=refresh content=\"0;{url}/html\"></head>"
                + $"<body><img src=\"{url}/img\"></body></html>");
        yield return (
            "playlist.m3u.jpg",
            $"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nconcat:{url}/m3u|file://{file}\n#EXT-X-ENDLIST\n");
        yield return ("pointer.jpg", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
    }

    private static string Svg(string content) =>
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        + $"width=\"9\" height=\"9\">{content}</svg>";

    private static string Laughs()
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a0 \"ha\">");
        for (var i = 1; i <= 12; i++)
            text.Append("<!ENTITY a").Append(i).Append(" \"").Insert(text.Length, $"&a{i - 1};", 10).Append("\">");
        return text.Append("]>").Append(Svg("<text>&a12;</text>")).ToString();
    }

    private static byte[] Packed(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(data);
        return packed.ToArray();
    }
}

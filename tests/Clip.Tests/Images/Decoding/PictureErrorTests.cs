using System.Text;
using Clip.Images;
using ImageMagick;

namespace Clip.Tests.Images;

/// <summary>Each bad picture gives one clear line: subject, problem, remedy.</summary>
public sealed class PictureErrorTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clip-pictures-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("DDS |\0\0\0", "a DirectDraw Surface (DDS)")]
    [InlineData("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n", "a Radiance HDR picture")]
    [InlineData("qoif\0\0\0\u0001\0\0\0\u0001\u0003\0", "a QOI picture")]
    [InlineData("\u0001\u00DA\u0001\u0001\0\u0003", "an SGI picture")]
    [InlineData("gimp xcf v011", "a GIMP document (XCF)")]
    [InlineData("\0\0\u0002\0\0\0\0\0\0\0\0\0\u0025\0\u001D\0\u0018\0\0\0", "a Targa (TGA) picture")]
    [InlineData("II\u00BC\u0001\u0008\0\0\0", "a JPEG XR picture")]
    public void A_picture_of_another_format_is_unsupported_and_not_damaged(string content, string what) =>
        Assert.Equal(
            $"other.png: is {what}, a format that is not supported; convert it to PNG or JPEG first",
            Assert.Throws<PictureException>(() => Preprocessors.Unresized.Decode(
                Encoding.Latin1.GetBytes(content), "other.png", DecodeMode.Exact,
                TestContext.Current.CancellationToken)).Message);

    [Fact]
    public void A_missing_file_is_reported_as_missing() =>
        Assert.Equal($"{At("no.jpg")}: does not exist; check the path", Refusal(At("no.jpg")).Message);

    [Fact]
    public void A_folder_is_reported_as_a_folder() =>
        Assert.Equal(
            $"{_folder.FullName}: is a folder, not a picture; name a picture in it, or index it",
            Refusal(_folder.FullName).Message);

    [Fact]
    public void An_empty_file_is_reported_as_empty()
    {
        var path = Write("empty.jpg", []);

        var error = Refusal(path);

        Assert.Equal(path, error.Subject);
        Assert.Equal("is empty (0 bytes)", error.Problem);
        Assert.Equal("copy or download it again", error.Remedy);
    }

    [Fact]
    public void An_empty_array_is_reported_as_empty()
    {
        var error = Assert.Throws<PictureException>(
            () => Preprocessors.Unresized.Decode([], "-", DecodeMode.Exact, Token));
        Assert.Equal("-: is empty (0 bytes); copy or download it again", error.Message);
    }

    [Fact]
    public void A_file_without_read_permission_is_reported_as_such()
    {
        var path = Write("secret.png", File.ReadAllBytes(ImageGoldens.Picture("rgb_33x47.png")));
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no file modes.");
        else
            File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "An administrator may read every file.");

        Assert.Equal($"{path}: may not be read; give yourself permission to read it", Refusal(path).Message);
    }

    [Fact]
    public void A_read_error_is_reported_as_such()
    {
        var error = PictureErrors.Unreadable("/mnt/a.jpg", new IOException("Input/output error"));
        Assert.Equal("/mnt/a.jpg: cannot be read; check the disk and try again", error.Message);
    }

    [Theory]
    [InlineData("Dear diary, today I saw a dog.\n", "text")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/x\"/></svg>", "an SVG drawing")]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- hello --><svg/>", "an SVG drawing")]
    [InlineData(
        "push graphic-context\nviewbox 0 0 640 480\n"
        + "image over 0,0 0,0 'url(https://example.org/x)'\npop graphic-context",
        "text")]
    [InlineData("<?xml version=\"1.0\"?><image><read filename=\"/etc/x\"/><write filename=\"x.png\"/></image>", "text")]
    [InlineData("%PDF-1.7\n", "a PDF document")]
    [InlineData("%!PS-Adobe-3.0 EPSF-3.0\n", "a PostScript document")]
    [InlineData("<!DOCTYPE html><html><body>404 not found</body></html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a Git LFS pointer")]
    [InlineData("PK\u0003\u0004\u0014\0\0\0", "a compressed archive")]
    [InlineData("\0\0\0\u0020ftypisom\0\0\u0002\0isomiso2avc1mp41", "a video or another ISO media file")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "nothing but zero bytes")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008", "data of an unknown kind")]
    [InlineData(
        "id=ImageMagick version=1.0\nclass=DirectClass columns=1 rows=1 depth=8\n\f\n:\u001A\0\0\0",
        "data of an unknown kind")]
    public void Files_that_are_not_pictures_are_named_and_never_decoded(string content, string what)
    {
        var path = Write("holiday.jpg", Encoding.UTF8.GetBytes(content));
        Assert.StartsWith($"{path}: is not a picture but {what}; ", Refusal(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_with_the_wrong_extension_is_decoded_by_its_content()
    {
        var path = Write("really-a-png.jpg", File.ReadAllBytes(ImageGoldens.Picture("rgb_33x47.png")));
        using var picture = Preprocessors.Unresized.Decode(path, DecodeMode.Fast, Token);
        Assert.Equal((33, 47), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData("a[1].png")]
    [InlineData("msl:a.png")]
    [InlineData("%d.png")]
    [InlineData("@list.png")]
    [InlineData("-")]
    [InlineData("*.png")]
    public void Names_with_a_meaning_to_ImageMagick_are_only_names(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.IndexOfAny([':', '*']) >= 0, "Windows has no such names.");
        var path = Write(name, File.ReadAllBytes(ImageGoldens.Picture("rgb_33x47.png")));
        using var picture = Preprocessors.Unresized.Decode(path, DecodeMode.Fast, Token);
        Assert.Equal((33, 47), (picture.Width, picture.Height));
    }

    public static TheoryData<string> Kinds =>
    [
        "photo_baseline_420.jpg", "photo_progressive.jpg", "photo_gray.jpg", "rgb_375x500.png", "palette.png",
        "palette.gif", "lossy.webp", "lossless.webp", "lzw.tif", "plain.bmp", "plain.ppm", "../../formats/photo.heic",
        "../../formats/photo.avif", "../../formats/photo.jxl", "../../formats/photo.jp2",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_truncated_file_is_refused(string file)
    {
        var whole = File.ReadAllBytes(ImageGoldens.Picture(file));
        foreach (var left in (int[])[whole.Length / 10, whole.Length / 2, whole.Length * 9 / 10, whole.Length - 40])
        {
            var error = Assert.Throws<PictureException>(() =>
            {
                using var picture = Preprocessors.Unresized.Decode(
                    whole.AsSpan(0, left), file, DecodeMode.Exact, Token);
            });
            Assert.Matches(
                @"^is (cut off: the end of the .+ data is missing|a damaged .+ file \(.+\))$", error.Problem);
            Assert.Equal("copy or download it again", error.Remedy);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_decoded_or_refused(string file)
    {
        var whole = File.ReadAllBytes(ImageGoldens.Picture(file));
        var random = new Random(1);
        for (var round = 0; round < 10; round++)
        {
            var damaged = whole.ToArray();
            for (var i = 0; i < 8; i++)
            {
                var end = Math.Min(damaged.Length, round < 5 ? 600 : int.MaxValue);
                damaged[random.Next(12, end)] = (byte)random.Next(256);
            }

            try
            {
                using var picture = Preprocessors.Unresized.Decode(damaged, "damaged", DecodeMode.Exact, Token);
                Assert.InRange(picture.Width, 1, PictureLimits.Default.MaxEdge);
            }
            catch (PictureException error)
            {
                Assert.StartsWith("damaged: ", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
                Assert.NotEmpty(error.Remedy!);
            }
        }
    }

    [Fact]
    public void Bytes_after_a_whole_picture_are_ignored()
    {
        foreach (var file in Kinds.Where(file => !file.Data.EndsWith(".jxl", StringComparison.Ordinal)))
        {
            byte[] followed = [.. File.ReadAllBytes(ImageGoldens.Picture(file)), .. new byte[1000]];
            using var picture = Preprocessors.Unresized.Decode(followed, file, DecodeMode.Exact, Token);
            Assert.True(picture.Width > 0, file);
        }
    }

    [Fact]
    public void A_JPEG_with_odd_bytes_between_its_parts_is_decoded()
    {
        var plain = File.ReadAllBytes(ImageGoldens.Picture("photo_baseline_420.jpg"));
        var afterFirstSegment = 4 + ((plain[4] << 8) | plain[5]);
        byte[] odd = [.. plain[..afterFirstSegment], 0, 0, 0, .. plain[afterFirstSegment..]];
        using var expected = Preprocessors.Unresized.Decode(plain, "plain", DecodeMode.Exact, Token);
        using var picture = Preprocessors.Unresized.Decode(odd, "odd", DecodeMode.Exact, Token);
        Assert.Equal(Preprocessors.Unresized.Pixels(expected), Preprocessors.Unresized.Pixels(picture));
    }

    [Fact]
    public void The_decoders_exception_is_kept_but_not_shown()
    {
        var webp = File.ReadAllBytes(ImageGoldens.Picture("lossy.webp"));
        var error = Assert.Throws<PictureException>(() =>
        {
            using var picture = Preprocessors.Unresized.Decode(webp.AsSpan(0, 500), "x.webp", DecodeMode.Exact, Token);
        });
        Assert.IsType<MagickException>(error.InnerException, exactMatch: false);
        Assert.DoesNotContain("Magick", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static PictureException Refusal(string path) => Assert.Throws<PictureException>(() =>
    {
        using var picture = Preprocessors.Unresized.Decode(path, DecodeMode.Fast, Token);
    });

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        return At(name);
    }
}

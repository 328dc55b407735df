using System.Buffers.Binary;
using System.IO.Compression;

namespace Clip.Tests.Images.Decoding.Heif;

/// <summary>
/// Animated AVIF whose primary picture is another than its first frame. As in libavif, which Pillow uses, the major
/// brand decides which of them is shown.
/// </summary>
public sealed class AvifAnimationTests
{
    private const string Limited = "animated-420-limited.avif";
    private const string Full = "animated-420-full.avif";

    public static TheoryData<string, string> Animations { get; } = new()
    {
        { Limited, Full }, { Full, Limited }, { "animated-444-limited.avif", "animated-444-full.avif" },
        { "animated-444-full.avif", "animated-444-limited.avif" },
        { "animated-420-limited-alpha.avif", "animated-420-full-alpha.avif" },
        { "animated-420-full-alpha.avif", "animated-420-limited-alpha.avif" },
        { "animated-444-limited-alpha.avif", "animated-444-full-alpha.avif" },
    };

    [Theory]
    [MemberData(nameof(Animations))]
    public void The_first_frame_of_an_animation_is_shown_whatever_its_primary_picture_is(string shown, string primary)
    {
        // Of these only the range of the primary picture's colors is changed, so that it looks another.
        var file = WithOtherRange(WithPrimary(File(shown), File(primary)), "meta");

        AssertShows(shown, file);
        AssertShows(shown, WithBrand(file, "msf1"));
        Assert.InRange(Difference(shown, WithBrand(file, "avif")), 12, 255);
    }

    [Theory]
    [MemberData(nameof(Animations))]
    public void A_still_picture_with_an_animation_shows_its_primary_picture(string animation, string shown) =>
        AssertShows(
            shown, WithBrand(WithOtherRange(WithPrimary(File(animation), File(shown)), "moov"), "avif"));

    [Theory]
    [MemberData(nameof(Animations))]
    public void An_animation_without_a_primary_picture_shows_its_first_frame(string shown, string other)
    {
        var file = File(shown);
        var meta = Find(file, "meta", 0, file.Length);
        "free"u8.CopyTo(file.AsSpan(meta.Start - 4));

        AssertShows(shown, file);
        Assert.NotEqual(shown, other);
    }

    [Fact]
    public void Damaged_tracks_are_errors_or_pictures_and_nothing_else()
    {
        var file = WithPrimary(File("animated-420-limited-alpha.avif"), File("animated-420-full-alpha.avif"));
        var moov = Find(file, "moov", 0, file.Length);
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var damaged = file.ToArray();
            for (var i = 0; i < 3; i++)
                damaged[random.Next(moov.Start, moov.End)] = (byte)random.Next(256);
            try
            {
                using var picture = Preprocessors.Unresized.Decode(
                    damaged, "damaged.avif", DecodeMode.Exact, TestContext.Current.CancellationToken);
            }
            catch (PictureException)
            {
                // As it should be.
            }
        }
    }

    private static byte[] File(string name)
    {
        using var archive = Open();
        return ImageGoldens.Entry(archive, $"files/{name}");
    }

    private static ZipArchive Open() =>
        ZipFile.OpenRead(Path.Combine(ImageGoldens.Folder, "pixels", "pixels.zip"));

    private static void AssertShows(string expected, byte[] file) => Assert.InRange(Difference(expected, file), 0, 5);

    private static int Difference(string expected, byte[] file)
    {
        using var archive = Open();
        using var picture = Preprocessors.Unresized.Decode(
            file, "x.avif", DecodeMode.Exact, TestContext.Current.CancellationToken);
        return ImageGoldens.LargestDifference(
            ImageGoldens.Entry(archive, $"pixels/{expected}"), Preprocessors.Unresized.Pixels(picture));
    }

    /// <summary>
    /// The animation with another file's metadata and primary picture, whose data follows everything else.
    /// </summary>
    private static byte[] WithPrimary(byte[] animation, byte[] other)
    {
        var (old, meta) = (Find(animation, "meta", 0, animation.Length), Find(other, "meta", 0, other.Length));
        var added = other[(meta.Start - 8)..meta.End];
        // The metadata changes its length, and so the places of the frames change.
        var grown = added.Length - (old.End - old.Start + 8);
        byte[] file = [.. animation[..(old.Start - 8)], .. added, .. animation[old.End..]];
        MoveChunks(file, 0, file.Length, grown);
        var places = Find(file, "iloc", old.Start + 4, old.Start - 8 + added.Length);
        Assert.Equal([0x44, 0], file[(places.Start + 4)..(places.Start + 6)]);
        var count = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(places.Start + 6));
        var data = new List<byte>();
        for (var at = places.Start + 8; count > 0; count--, at += 14)
        {
            var (start, length) = (At(file, at + 6), At(file, at + 10));
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at + 6), file.Length + 8 + data.Count);
            data.AddRange(other[start..(start + length)]);
        }
        var header = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(header, data.Count + 8);
        "mdat"u8.CopyTo(header.AsSpan(4));
        return [.. file, .. header, .. data];
    }

    /// <summary>Declares the other range for all pictures in a box.</summary>
    private static byte[] WithOtherRange(byte[] file, string box)
    {
        const int flags = 10;
        var (start, end) = Find(file, box, 0, file.Length);
        for (var at = start; at < end; at++)
        {
            if (file.AsSpan(at).StartsWith("nclx"u8))
                file[at + flags] ^= 0x80;
        }
        return file;
    }

    private static byte[] WithBrand(byte[] file, string brand)
    {
        var changed = file.ToArray();
        System.Text.Encoding.ASCII.GetBytes(brand).CopyTo(changed, 8);
        return changed;
    }

    private static void MoveChunks(byte[] file, int start, int end, int by)
    {
        foreach (var (type, from, to) in Boxes(file, start, end))
        {
            if (type is "moov" or "trak" or "mdia" or "minf" or "stbl")
                MoveChunks(file, from, to, by);
            else if (type == "stco")
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(from + 8), At(file, from + 8) + by);
        }
    }

    private static (int Start, int End) Find(byte[] file, string type, int start, int end)
    {
        var (_, from, to) = Boxes(file, start, end).First(box => box.Type == type);
        return (from, to);
    }

    private static IEnumerable<(string Type, int Start, int End)> Boxes(byte[] file, int start, int end)
    {
        for (var at = start; at + 8 <= end; at += At(file, at))
            yield return (System.Text.Encoding.ASCII.GetString(file, at + 4, 4), at + 8, at + At(file, at));
    }

    private static int At(byte[] file, int place) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(place));
}

using ImageMagick;

namespace Clip.Benchmarks.Pictures;

/// <summary>
/// Creates JPEGs of the size of camera and phone photos. They are mosaics of the gallery's photos in full size, so that
/// they have as much detail and as many bytes per pixel as real photos.
/// </summary>
internal static class CameraPhotos
{
    private static readonly (uint Width, uint Height)[] Sizes =
        [(4000, 3000), (4000, 3000), (3000, 4000), (6000, 4000)];

    public static IReadOnlyList<string> Make(
        string folder, IReadOnlyList<string> photos, bool isProgressive = false) =>
    [
        .. Sizes.Select((size, number) =>
            Make(Path.Join(folder, $"IMG_{number}.jpg"), size, photos, number, isProgressive)),
    ];

    private static string Make(
        string path, (uint Width, uint Height) size, IReadOnlyList<string> photos, int number, bool isProgressive)
    {
        using var photo = new MagickImage(MagickColors.Black, size.Width, size.Height);
        var next = number * 7; // so that all mosaics differ
        for (var top = 0; top < size.Height;)
        {
            var height = int.MaxValue;
            for (var left = 0; left < size.Width; next++)
            {
                using var tile = new MagickImage(photos[next % photos.Count]);
                photo.Composite(tile, left, top, CompositeOperator.Copy);
                left += (int)tile.Width;
                height = Math.Min(height, (int)tile.Height);
            }

            top += height;
        }

        photo.Quality = 92;
        photo.Settings.Interlace = isProgressive ? Interlace.Jpeg : Interlace.NoInterlace;
        photo.Settings.SetDefine(MagickFormat.Jpeg, "sampling-factor", "2x2,1x1,1x1");
        photo.Write(path, MagickFormat.Jpeg);
        return path;
    }
}

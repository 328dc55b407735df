namespace Clip.Benchmarks.Devices;

/// <summary>Batches of pictures whose content does not matter.</summary>
internal static class DevicePictures
{
    private const int Side = 64;

    /// <summary>A full batch of noise.</summary>
    public static ImageBatch Batch(ClipModel model, int count)
    {
        var pixels = new byte[3 * Side * Side];
        new Random(1).NextBytes(pixels);
        using var picture = Picture.FromPixels(pixels, Side, Side);
        var batch = model.Image.CreateBatch(count);
        Parallel.For(0, count, slot => batch.Write(slot, picture));
        return batch;
    }
}

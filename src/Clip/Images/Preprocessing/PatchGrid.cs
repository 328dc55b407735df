namespace Clip.Images.Preprocessing;

/// <summary>
/// How pictures of any shape are cut into patches, as for SigLIP 2 NaFlex: the picture keeps its aspect ratio as well
/// as whole patches allow, and has at most a certain number of them.
/// </summary>
/// <param name="PatchSize">The edge of a patch, in pixels.</param>
/// <param name="MaxPatches">The most patches of a picture.</param>
internal sealed record PatchGrid(int PatchSize, int MaxPatches)
{
    /// <summary>The largest edge of a patch that a configuration may ask for, in pixels.</summary>
    public const int MaxPatchSize = 256;

    /// <summary>The most patches that a configuration may ask for.</summary>
    public const int MostPatches = 1 << 14;

    // As in transformers' get_image_size_for_max_num_patches. The scale that is found depends on both.
    private const double Precision = 1e-5;
    private const double MaxScale = 100;

    /// <summary>The number of values of a patch: its pixels, each with three colors.</summary>
    public int PatchLength => 3 * PatchSize * PatchSize;

    /// <summary>The size that a picture is resized to: the largest that is not more than the patches allow.</summary>
    /// <param name="width">The width of the upright picture, in pixels.</param>
    /// <param name="height">The height of the upright picture, in pixels.</param>
    public (int Width, int Height) Fit(int width, int height)
    {
        var (low, high) = (Precision / 10, MaxScale);
        while (high - low >= Precision)
        {
            var scale = (low + high) / 2;
            if (Patches(width, scale) * Patches(height, scale) <= MaxPatches)
                low = scale;
            else
                high = scale;
        }
        return (checked((int)Patches(width, low) * PatchSize), checked((int)Patches(height, low) * PatchSize));
    }

    private double Patches(int edge, double scale) => Math.Max(1, Math.Ceiling(edge * scale / PatchSize));
}

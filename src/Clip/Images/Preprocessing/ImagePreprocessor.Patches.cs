using System.Buffers;

namespace Clip.Images.Preprocessing;

/// <summary>Pictures cut into patches, for models that take pictures of any shape.</summary>
internal sealed partial class ImagePreprocessor
{
    /// <summary>
    /// Writes a picture as patches: row by row from the top left, each patch row by row, each pixel red first, scaled
    /// and normalized.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="patches">
    /// Receives the values of as many patches as the picture has; the rest is set to zero. It has room for
    /// <see cref="PatchGrid.MaxPatches"/> × <see cref="PatchGrid.PatchLength"/> values.
    /// </param>
    /// <returns>How many rows and columns of patches the picture has.</returns>
    /// <exception cref="InvalidOperationException">The model does not take patches.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public (int Rows, int Columns) WritePatches(Picture picture, Span<float> patches)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var grid = Config.Patches ?? throw new InvalidOperationException("The model takes whole pictures.");
        var (width, height) = OutputSize(picture.Width, picture.Height);
        var length = 3 * width * height;
        if (patches.Length < length)
            throw new ArgumentException($"The patches take {length} values.", nameof(patches));

        var rgb = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Write(picture, rgb.AsSpan(0, length));
            Cut(rgb.AsSpan(0, length), width, grid.PatchSize, patches);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgb);
        }
        patches[length..].Clear();
        return (height / grid.PatchSize, width / grid.PatchSize);
    }

    private void Cut(ReadOnlySpan<byte> rgb, int width, int patchSize, Span<float> patches)
    {
        // A row of a patch is contiguous in the picture and in the result.
        var rowLength = 3 * patchSize;
        var columns = width / patchSize;
        for (int at = 0, row = 0; at < rgb.Length; row++)
        {
            var first = row / patchSize * columns;
            for (var column = 0; column < columns; column++, at += rowLength)
            {
                var place = ((first + column) * patchSize + row % patchSize) * rowLength;
                Normalizer.ApplyInterleaved(rgb.Slice(at, rowLength), _values, patches.Slice(place, rowLength));
            }
        }
    }
}

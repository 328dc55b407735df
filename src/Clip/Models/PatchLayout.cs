using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Clip.Images.Preprocessing;
using Clip.Models.Onnx;
using Clip.Models.TextTower;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>
/// Pictures of any shape as patches, of which each picture has as many as fit: [batch, patches, values], with a mask of
/// the padding and with each picture's rows and columns.
/// </summary>
internal sealed record PatchLayout(PatchInputs Inputs, int Patches, int PatchLength)
    : PictureTensorLayout(Inputs.Pixels.ElementType)
{
    /// <inheritdoc/>
    public override int PictureLength => Patches * PatchLength;

    /// <summary>Derives the layout from the graph's inputs and checks it against the preprocessing.</summary>
    /// <exception cref="ModelException">The configuration produces other patches than the graph takes.</exception>
    public static PatchLayout From(OnnxGraph graph, PatchInputs inputs, ImagePreprocessor preprocessor)
    {
        const string remedy = "use the configuration that belongs to this graph";
        if (preprocessor.Config.Patches is not { } grid)
        {
            throw new ModelException(
                graph.Path, "takes patches, but the preprocessing configuration makes whole pictures", remedy);
        }
        CheckType(graph, inputs.Pixels, OnnxElementType.Float, OnnxElementType.Float16);
        var (patches, length) = (inputs.Pixels.Shape[1] ?? grid.MaxPatches, inputs.Pixels.Shape[2]);
        if (patches < grid.MaxPatches || (length ?? grid.PatchLength) != grid.PatchLength)
        {
            throw new ModelException(
                graph.Path,
                $"takes {patches} patches of {length ?? grid.PatchLength} values, but the preprocessing configuration "
                + $"makes {grid.MaxPatches} of {grid.PatchLength}",
                remedy);
        }
        if (patches > PatchGrid.MostPatches
            || patches * grid.PatchLength * sizeof(float) * (FixedBatch.Of(graph, inputs.Pixels) ?? 1) > MaxBatchBytes)
        {
            throw new ModelException(
                graph.Path, $"takes {patches:N0} patches of {grid.PatchLength} values, more than one batch can hold",
                "use a model for smaller pictures");
        }
        return new PatchLayout(inputs, (int)patches, grid.PatchLength);
    }

    /// <inheritdoc/>
    public override long[] Shape(int pictures) => [pictures, Patches, PatchLength];

    /// <inheritdoc/>
    public override (int Rows, int Columns) Write(ImagePreprocessor preprocessor, Picture picture, Span<byte> slot)
    {
        if (ElementType == OnnxElementType.Float)
            return preprocessor.WritePatches(picture, MemoryMarshal.Cast<byte, float>(slot));
        var floats = ArrayPool<float>.Shared.Rent(PictureLength);
        var shape = preprocessor.WritePatches(picture, floats.AsSpan(0, PictureLength));
        TensorPrimitives.ConvertToHalf(floats.AsSpan(0, PictureLength), MemoryMarshal.Cast<byte, Half>(slot));
        ArrayPool<float>.Shared.Return(floats);
        return shape;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, OrtValue Value)> Companions(
        ReadOnlySpan<(int Rows, int Columns)> shapes)
    {
        var mask = new int[shapes.Length * Patches];
        var sizes = new int[shapes.Length * 2];
        for (var i = 0; i < shapes.Length; i++)
        {
            // A slot that only fills a fixed batch has one black patch: a mask of zeros could give NaN.
            var (rows, columns) = (Math.Max(1, shapes[i].Rows), Math.Max(1, shapes[i].Columns));
            mask.AsSpan(i * Patches, rows * columns).Fill(1);
            (sizes[2 * i], sizes[2 * i + 1]) = (rows, columns);
        }
        return
        [
            (Inputs.Mask.Name, TokenTensor.Create(Inputs.Mask, mask, shapes.Length)),
            (Inputs.Shapes.Name, TokenTensor.Create(Inputs.Shapes, sizes, shapes.Length)),
        ];
    }
}

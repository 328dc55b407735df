using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Clip.Images.Preprocessing;
using Clip.Models.Configuration;
using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>Whole pictures of one size: channels first or last.</summary>
internal sealed record WholePictureLayout(OnnxElementType ElementType, bool ChannelsLast, int Width, int Height)
    : PictureTensorLayout(ElementType)
{
    /// <inheritdoc/>
    public override int PictureLength => 3 * Width * Height;

    /// <inheritdoc/>
    public override long[] Shape(int pictures) =>
        ChannelsLast ? [pictures, Height, Width, 3] : [pictures, 3, Height, Width];

    /// <summary>Derives the layout from the graph's input and checks it against the preprocessing.</summary>
    /// <exception cref="ModelException">
    /// The graph takes a form that is not supported, or another size than the configuration produces.
    /// </exception>
    public static new WholePictureLayout From(
        OnnxGraph graph, OnnxValue pixels, ImagePreprocessor preprocessor, ModelConfig config)
    {
        var channelsLast = GraphSignature.IsChannelsLast(pixels);
        var (channels, height, width) = pixels.Shape is [_, var first, var second, var third]
            ? channelsLast ? (third, first, second) : (first, second, third)
            : default;
        if (channels is not (null or 3))
        {
            throw new ModelException(
                graph.Path, $"takes pictures of {channels} channels", "use a model for RGB pictures");
        }
        CheckType(graph, pixels, OnnxElementType.Float, OnnxElementType.Float16, OnnxElementType.UInt8);
        CheckSize(graph, preprocessor, config, width, height);
        var bytes = (long)preprocessor.Width * preprocessor.Height * 3 * sizeof(float);
        if (bytes * (FixedBatch.Of(graph, pixels) ?? 1) > MaxBatchBytes)
        {
            throw new ModelException(
                graph.Path, $"takes {preprocessor.Width}x{preprocessor.Height} pixels, more than one batch can hold",
                "use a model for smaller pictures");
        }
        return new WholePictureLayout(pixels.ElementType, channelsLast, preprocessor.Width, preprocessor.Height);
    }

    /// <inheritdoc/>
    public override (int Rows, int Columns) Write(ImagePreprocessor preprocessor, Picture picture, Span<byte> slot)
    {
        var length = PictureLength;
        switch (ElementType, ChannelsLast)
        {
            case (OnnxElementType.Float, false):
                preprocessor.Write(picture, MemoryMarshal.Cast<byte, float>(slot));
                break;
            case (OnnxElementType.UInt8, true):
                preprocessor.Write(picture, slot);
                break;
            case (OnnxElementType.UInt8, false):
                var bytes = ArrayPool<byte>.Shared.Rent(length);
                preprocessor.Write(picture, bytes.AsSpan(0, length));
                ToPlanes(bytes.AsSpan(0, length), slot);
                ArrayPool<byte>.Shared.Return(bytes);
                break;
            default:
                var floats = ArrayPool<float>.Shared.Rent(length);
                preprocessor.Write(picture, floats.AsSpan(0, length));
                // Half has the same bits as ONNX Runtime's type, which has no arithmetic.
                var halves = MemoryMarshal.Cast<byte, Half>(slot);
                if (ElementType == OnnxElementType.Float)
                    ToPixels(floats.AsSpan(0, length), MemoryMarshal.Cast<byte, float>(slot), static value => value);
                else if (ChannelsLast)
                    ToPixels(floats.AsSpan(0, length), halves, static value => (Half)value);
                else
                    TensorPrimitives.ConvertToHalf(floats.AsSpan(0, length), halves);
                ArrayPool<float>.Shared.Return(floats);
                break;
        }
        return default;
    }

    private static void ToPlanes(ReadOnlySpan<byte> pixels, Span<byte> planes)
    {
        var size = planes.Length / 3;
        for (int i = 0, at = 0; i < size; i++, at += 3)
            (planes[i], planes[size + i], planes[2 * size + i]) = (pixels[at], pixels[at + 1], pixels[at + 2]);
    }

    private static void ToPixels<T>(ReadOnlySpan<float> planes, Span<T> pixels, Func<float, T> convert)
    {
        var size = planes.Length / 3;
        for (int i = 0, at = 0; i < size; i++, at += 3)
        {
            pixels[at] = convert(planes[i]);
            pixels[at + 1] = convert(planes[size + i]);
            pixels[at + 2] = convert(planes[2 * size + i]);
        }
    }

    private static void CheckSize(
        OnnxGraph graph, ImagePreprocessor preprocessor, ModelConfig config, long? width, long? height)
    {
        if (preprocessor.Width == 0)
        {
            throw new ModelException(
                graph.Path, "takes pictures of one size, but the preprocessing configuration makes them of any",
                "use the configuration that belongs to this graph");
        }
        var made = $"{preprocessor.Width}x{preprocessor.Height}";
        if ((width ?? preprocessor.Width) != preprocessor.Width
            || (height ?? preprocessor.Height) != preprocessor.Height)
        {
            throw new ModelException(
                graph.Path, $"takes pictures of {width}x{height}, but the preprocessing configuration makes {made}",
                "use the configuration that belongs to this graph");
        }
        // Where the shape of the input is free, the position embeddings still fix the size.
        if (width is null && StatedEdge(config) is { } edge
            && (edge != preprocessor.Width || edge != preprocessor.Height))
        {
            throw new ModelException(
                config.File!,
                $"says that pictures are {edge}x{edge}, but the preprocessing configuration makes {made}",
                "use the configurations that belong together");
        }
    }

    private static int? StatedEdge(ModelConfig config) =>
        config.Count("vision_config", "image_size")
        ?? config.Count("vision_cfg", "image_size")
        ?? config.Count("image_encoder", "image_size");
}

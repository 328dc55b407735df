using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Clip.Images;
using Clip.Images.Preprocessing;
using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>How a graph wants its pictures: element type, channels first or last, size.</summary>
internal sealed record PictureTensorLayout(OnnxElementType ElementType, bool ChannelsLast, int Width, int Height)
{
    /// <summary>The number of values of one picture.</summary>
    public int PictureLength => 3 * Width * Height;

    /// <summary>The bytes of one picture.</summary>
    public long PictureBytes => (long)PictureLength * ElementType switch
    {
        OnnxElementType.UInt8 => sizeof(byte),
        OnnxElementType.Float16 => 2,
        _ => sizeof(float),
    };

    /// <summary>The tensor's shape for a number of pictures.</summary>
    public long[] Shape(int pictures) => ChannelsLast ? [pictures, Height, Width, 3] : [pictures, 3, Height, Width];

    /// <summary>
    /// Whether the three colours are the last dimension. Where neither dimension says so, bytes are taken as raw pixels,
    /// colours last, and everything else colours first.
    /// </summary>
    public static bool IsChannelsLast(OnnxValue pixels) => pixels.Shape switch
    {
        [_, var first, _, var last] when (first == 3) != (last == 3) => last == 3,
        [_, null, _, null] or [] => pixels.ElementType == OnnxElementType.UInt8,
        _ => false,
    };

    /// <summary>Reads the layout off the graph's input and checks it against the preprocessing.</summary>
    /// <exception cref="ModelException">The graph wants a form that we cannot make, or another size than the configuration makes.</exception>
    public static PictureTensorLayout From(OnnxGraph graph, OnnxValue pixels, ImagePreprocessor preprocessor, ModelConfig config)
    {
        var channelsLast = IsChannelsLast(pixels);
        var (channels, height, width) = pixels.Shape is [_, var first, var second, var third]
            ? channelsLast ? (third, first, second) : (first, second, third)
            : default;
        if (channels is not (null or 3))
            throw new ModelException(graph.Path, $"takes pictures of {channels} channels", "use a model for RGB pictures");
        if (pixels.ElementType is not (OnnxElementType.Float or OnnxElementType.Float16 or OnnxElementType.UInt8))
            throw new ModelException(graph.Path, $"takes pictures as {pixels.ElementType}", "export the model with float, float16 or uint8 pictures");
        if (preprocessor.Width == 0)
            throw new ModelException(graph.Path, "takes pictures of one size, but the preprocessing configuration makes them of any", "use the configuration that belongs to this graph");
        if ((width ?? preprocessor.Width) != preprocessor.Width || (height ?? preprocessor.Height) != preprocessor.Height)
            throw new ModelException(graph.Path, $"takes pictures of {width}x{height}, but the preprocessing configuration makes {preprocessor.Width}x{preprocessor.Height}", "use the configuration that belongs to this graph");
        // Where the graph leaves the size open, its position embeddings do not.
        if (width is null && StatedEdge(config) is { } edge && (edge != preprocessor.Width || edge != preprocessor.Height))
            throw new ModelException(config.File!, $"says that pictures are {edge}x{edge}, but the preprocessing configuration makes {preprocessor.Width}x{preprocessor.Height}", "use the configurations that belong together");
        const long most = 1 << 30;
        var layout = new PictureTensorLayout(pixels.ElementType, channelsLast, preprocessor.Width, preprocessor.Height);
        return (long)preprocessor.Width * preprocessor.Height * 3 * sizeof(float) * (FixedBatch.Of(graph, pixels) ?? 1) <= most
            ? layout
            : throw new ModelException(graph.Path, $"takes {preprocessor.Width}x{preprocessor.Height} pixels, more than one batch can hold", "use a model for smaller pictures");
    }

    /// <summary>Writes a picture as the graph takes it.</summary>
    /// <param name="preprocessor">Resizes, crops and normalises.</param>
    /// <param name="picture">The decoded picture.</param>
    /// <param name="slot">Receives <see cref="PictureBytes"/> bytes.</param>
    public void Write(ImagePreprocessor preprocessor, Picture picture, Span<byte> slot)
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
                var halves = MemoryMarshal.Cast<byte, Half>(slot); // the bits of ONNX Runtime's own type, which has no arithmetic
                if (ElementType == OnnxElementType.Float)
                    ToPixels(floats.AsSpan(0, length), MemoryMarshal.Cast<byte, float>(slot), static value => value);
                else if (ChannelsLast)
                    ToPixels(floats.AsSpan(0, length), halves, static value => (Half)value);
                else
                    TensorPrimitives.ConvertToHalf(floats.AsSpan(0, length), halves);
                ArrayPool<float>.Shared.Return(floats);
                break;
        }
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
            (pixels[at], pixels[at + 1], pixels[at + 2]) = (convert(planes[i]), convert(planes[size + i]), convert(planes[2 * size + i]));
    }

    private static int? StatedEdge(ModelConfig config) =>
        config.Count("vision_config", "image_size") ?? config.Count("vision_cfg", "image_size") ?? config.Count("image_encoder", "image_size");
}

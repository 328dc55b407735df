using Clip.Images;
using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>How a graph wants its pictures: element type, channels first or last, size.</summary>
internal sealed record PictureTensorLayout(OnnxElementType ElementType, bool ChannelsLast, int Width, int Height)
{
    /// <summary>The number of values of one picture.</summary>
    public int PictureLength => 3 * Width * Height;

    /// <summary>The bytes of one picture.</summary>
    public long PictureBytes => (long)PictureLength * (ElementType == OnnxElementType.UInt8 ? sizeof(byte) : sizeof(float));

    /// <summary>The tensor's shape for a number of pictures.</summary>
    public long[] Shape(int pictures) => ChannelsLast ? [pictures, Height, Width, 3] : [pictures, 3, Height, Width];

    /// <summary>Reads the layout off the graph's input and checks it against the preprocessing.</summary>
    /// <exception cref="ModelException">The graph wants a form that we cannot make, or another size than the configuration makes.</exception>
    public static PictureTensorLayout From(OnnxGraph graph, OnnxValue pixels, ImagePreprocessor preprocessor)
    {
        var shape = pixels.Shape;
        var channelsLast = shape[3] == 3 && shape[1] != 3;
        var (height, width) = channelsLast ? (shape[1], shape[2]) : (shape[2], shape[3]);
        var layout = new PictureTensorLayout(
            pixels.ElementType, channelsLast, (int?)width ?? preprocessor.Width, (int?)height ?? preprocessor.Height);

        var isKnown = (layout.ElementType, channelsLast) is (OnnxElementType.Float, false) or (OnnxElementType.UInt8, true);
        if (!isKnown)
            throw new ModelException(graph.Path, $"takes pictures as {pixels.ElementType} with channels {(channelsLast ? "last" : "first")}", "export the model with float [batch, 3, height, width] or uint8 [batch, height, width, 3]");
        if (layout.Width != preprocessor.Width || layout.Height != preprocessor.Height)
            throw new ModelException(graph.Path, $"takes pictures of {layout.Width}x{layout.Height}, but the preprocessing configuration makes {preprocessor.Width}x{preprocessor.Height}", "use the configuration that belongs to this graph");
        return layout;
    }
}

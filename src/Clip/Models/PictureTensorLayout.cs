using Clip.Images.Preprocessing;
using Clip.Models.Configuration;
using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>How a graph takes its pictures: the form of one picture in the tensor of a batch.</summary>
internal abstract record PictureTensorLayout(OnnxElementType ElementType)
{
    /// <summary>The most bytes of a batch that a graph may demand at once.</summary>
    protected const long MaxBatchBytes = 1 << 30;

    /// <summary>The number of values of one picture.</summary>
    public abstract int PictureLength { get; }

    /// <summary>The bytes of one picture.</summary>
    public long PictureBytes => (long)PictureLength * ElementType switch
    {
        OnnxElementType.UInt8 => sizeof(byte),
        OnnxElementType.Float16 => 2,
        _ => sizeof(float),
    };

    /// <summary>Derives the layout from the graph's inputs and checks it against the preprocessing.</summary>
    /// <exception cref="ModelException">
    /// The graph takes a form that is not supported, or another one than the configuration produces.
    /// </exception>
    public static PictureTensorLayout From(
        OnnxGraph graph, OnnxValue pixels, ImagePreprocessor preprocessor, ModelConfig config) =>
        PatchInputs.Of(graph) is { } patches
            ? PatchLayout.From(graph, patches, preprocessor)
            : WholePictureLayout.From(graph, pixels, preprocessor, config);

    /// <summary>The tensor's shape for a number of pictures.</summary>
    public abstract long[] Shape(int pictures);

    /// <summary>Writes a picture in the form that the graph takes.</summary>
    /// <param name="preprocessor">Resizes, crops and normalizes.</param>
    /// <param name="picture">The decoded picture.</param>
    /// <param name="slot">Receives <see cref="PictureBytes"/> bytes.</param>
    /// <returns>How many rows and columns the picture has, where the graph wants to know.</returns>
    public abstract (int Rows, int Columns) Write(ImagePreprocessor preprocessor, Picture picture, Span<byte> slot);

    /// <summary>
    /// The tensors that accompany the pictures' own, by the names of their inputs; the caller disposes them.
    /// </summary>
    /// <param name="shapes">What <see cref="Write"/> returned for each picture of the batch.</param>
    public virtual IReadOnlyList<(string Name, OrtValue Value)> Companions(
        ReadOnlySpan<(int Rows, int Columns)> shapes) => [];

    /// <summary>Refuses a type of pixels that is not written here.</summary>
    protected static void CheckType(OnnxGraph graph, OnnxValue pixels, params ReadOnlySpan<OnnxElementType> known)
    {
        if (!known.Contains(pixels.ElementType))
        {
            throw new ModelException(
                graph.Path, $"takes pictures as {pixels.ElementType}",
                "export the model with float, float16 or uint8 pictures");
        }
    }
}

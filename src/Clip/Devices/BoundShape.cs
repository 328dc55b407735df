using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>The shape of a batch that is bound to a session.</summary>
/// <param name="Names">Names of the inputs.</param>
/// <param name="Inputs">Their dimensions.</param>
/// <param name="Outputs">Names of the outputs.</param>
internal sealed record BoundShape(
    IReadOnlyList<string> Names, IReadOnlyList<long[]> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>The shape of some tensors, filled up to more rows.</summary>
    /// <param name="batch">The names of inputs and outputs.</param>
    /// <param name="values">The inputs.</param>
    /// <param name="count">The rows of <paramref name="values"/>.</param>
    /// <param name="rows">The rows of the shape, at least as many.</param>
    public static BoundShape Of(DeviceBatch batch, IReadOnlyCollection<OrtValue> values, int count, int rows)
    {
        return new BoundShape([.. batch.Names], [.. values.Select(Fill)], [.. batch.Outputs]);

        long[] Fill(OrtValue value)
        {
            var shape = value.GetTensorTypeAndShape().Shape;
            return shape is [var first, .. var rest] && first == count ? [rows, .. rest] : shape;
        }
    }

    /// <summary>Whether names and dimensions are the same.</summary>
    public bool IsSame(BoundShape other) =>
        Names.SequenceEqual(other.Names) && Inputs.Count == other.Inputs.Count
        && Inputs.Zip(other.Inputs).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}

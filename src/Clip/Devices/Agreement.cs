using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Devices;

/// <summary>How well two devices agree on the outputs of a graph.</summary>
internal static class Agreement
{
    /// <summary>
    /// The least cosine at which a device is taken. Half precision inside a device costs about 0.0001; a kernel that
    /// computes something else lies far below.
    /// </summary>
    public const double Least = 0.999;

    /// <summary>The least cosine of the rows of two outputs [rows, …]; NaN where a row is not finite or zero.</summary>
    /// <param name="expected">What the processor computed.</param>
    /// <param name="actual">What the device computed.</param>
    /// <param name="rows">The first dimension.</param>
    public static double Of(OrtValue expected, OrtValue actual, int rows)
    {
        var left = Values(expected);
        var right = Values(actual);
        if (left.Length != right.Length || left.Length % rows != 0)
            return double.NaN;
        var length = left.Length / rows;
        var least = 1.0;
        for (var row = 0; row < rows; row++)
        {
            var cosine = Cosine(left.AsSpan(row * length, length), right.AsSpan(row * length, length));
            if (double.IsNaN(cosine))
                return double.NaN;
            least = Math.Min(least, cosine);
        }
        return least;
    }

    /// <summary>The cosine of two vectors, summed in 64 bits; NaN where one is zero or not finite.</summary>
    public static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double dot = 0, leftSquare = 0, rightSquare = 0;
        for (var i = 0; i < left.Length; i++)
        {
            dot += (double)left[i] * right[i];
            leftSquare += (double)left[i] * left[i];
            rightSquare += (double)right[i] * right[i];
        }
        var cosine = dot / Math.Sqrt(leftSquare * rightSquare);
        return double.IsFinite(cosine) ? cosine : double.NaN;
    }

    private static float[] Values(OrtValue output)
    {
        switch (output.GetTensorTypeAndShape().ElementDataType)
        {
            case TensorElementType.Float:
                return output.GetTensorDataAsSpan<float>().ToArray();
            case TensorElementType.Float16:
                var halves = output.GetTensorDataAsSpan<Float16>();
                var floats = new float[halves.Length];
                for (var i = 0; i < floats.Length; i++)
                    floats[i] = (float)halves[i];
                return floats;
            default:
                return [];
        }
    }
}

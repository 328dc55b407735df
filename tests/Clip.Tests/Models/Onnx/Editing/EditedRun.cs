using Clip.Models.Onnx.Editing;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Tests.Models.Onnx.Editing;

/// <summary>Runs a graph before and after a change.</summary>
internal static class EditedRun
{
    /// <summary>Fails unless both graphs compute the same of the same inputs.</summary>
    public static void Agree(
        byte[] model, EditedGraph changed, params (string Name, Array Values, long[] Shape)[] inputs) =>
        Agree(model, changed, 1e-5f, inputs);

    /// <summary>Fails unless both graphs compute about the same of the same inputs.</summary>
    public static void Agree(
        byte[] model, EditedGraph changed, float within, params (string Name, Array Values, long[] Shape)[] inputs)
    {
        var (expected, actual) = (Run(model, inputs), Run(changed.Write(), inputs));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, within));
    }

    /// <summary>Numbers from −0.5 to 0.5, always the same.</summary>
    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static float[] Run(byte[] model, (string Name, Array Values, long[] Shape)[] inputs)
    {
        using var session = new InferenceSession(model);
        using var options = new RunOptions();
        var values = inputs.Select(static input => input.Values is long[] integers
            ? OrtValue.CreateTensorValueFromMemory(integers, input.Shape)
            : OrtValue.CreateTensorValueFromMemory((float[])input.Values, input.Shape)).ToList();
        using var results = session.Run(options, [.. inputs.Select(static input => input.Name)], values, ["y"]);
        values.ForEach(static value => value.Dispose());
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}

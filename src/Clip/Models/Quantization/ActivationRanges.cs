using Clip.Models.Onnx.Editing;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models.Quantization;

/// <summary>
/// How large the activations are that enter the products of a graph, measured on a sample: the graph gets outputs that
/// say it. Not thread-safe.
/// </summary>
internal sealed class ActivationRanges
{
    private const string Prefix = "clip.range.";

    private readonly List<string> _inputs = [];
    private readonly List<float[]> _largest = [];
    private readonly List<long> _rows = [];

    /// <summary>Adds the outputs that measure the inputs of products.</summary>
    /// <param name="graph">The graph, which is changed.</param>
    /// <param name="products">Products of it.</param>
    public static ActivationRanges Attach(EditedGraph graph, IReadOnlyList<WeightProduct> products)
    {
        var ranges = new ActivationRanges();
        var producers = graph.Producers();
        foreach (var (input, width) in products.Select(static product => (product.Input, product.Rows)).Distinct())
        {
            var name = Prefix + ranges._inputs.Count;
            ranges._inputs.Add(input);
            ranges._largest.Add(new float[width]);
            ranges._rows.Add(0);
            var shape = EditedTensor.Of<long>(name + ".shape", Onnx.OnnxElementType.Int64, [2], [-1, width]);
            graph.Tensors[shape.Name] = shape;
            EditedNode[] nodes =
            [
                EditedNode.Of("Reshape", [input, shape.Name], name + ".flat"),
                EditedNode.Of("Abs", [name + ".flat"], name + ".abs"),
                Reduction.Max(graph, name + ".abs", name, axis: 0, keepsDimensions: false),
                EditedNode.Of("Shape", [name + ".flat"], name + ".size"),
            ];
            var at = producers.TryGetValue(input, out var producer) ? graph.Nodes.IndexOf(producer) + 1 : 0;
            graph.Nodes.InsertRange(at, nodes);
            graph.AddOutput(name);
            graph.AddOutput(name + ".size");
        }
        ranges.Outputs = [.. ranges._inputs.SelectMany((_, i) => new[] { $"{Prefix}{i}", $"{Prefix}{i}.size" })];
        return ranges;
    }

    /// <summary>The names of the outputs to fetch after the graph's own.</summary>
    public IReadOnlyList<string> Outputs { get; private set; } = [];

    /// <summary>Takes what one run measured.</summary>
    /// <param name="values">The <see cref="Outputs"/>.</param>
    public void Add(IReadOnlyList<OrtValue> values)
    {
        for (var i = 0; i < _inputs.Count; i++)
        {
            var largest = values[2 * i].GetTensorDataAsSpan<float>();
            for (var channel = 0; channel < largest.Length; channel++)
                _largest[i][channel] = Math.Max(_largest[i][channel], largest[channel]);
            _rows[i] += values[2 * i + 1].GetTensorDataAsSpan<long>()[0];
        }
    }

    /// <summary>The largest absolute value of each channel.</summary>
    public ReadOnlySpan<float> Largest(string input) => _largest[_inputs.IndexOf(input)];

    /// <summary>How many activations there were: tokens, or items where there is one per item.</summary>
    public long Rows(string input) => _rows[_inputs.IndexOf(input)];
}

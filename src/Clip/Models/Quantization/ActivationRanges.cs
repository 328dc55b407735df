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

    private static readonly string[] Kinds = [".min", ".max", ".mean", ".size"];

    private readonly List<string> _inputs = [];
    private readonly List<Channels> _channels = [];

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
            ranges._channels.Add(new Channels(width));
            var shape = EditedTensor.Of<long>(name + ".shape", Onnx.OnnxElementType.Int64, [2], [-1, width]);
            graph.Tensors[shape.Name] = shape;
            EditedNode[] nodes =
            [
                EditedNode.Of("Reshape", [input, shape.Name], name + ".flat"),
                Reduction.Of("ReduceMin", graph, name + ".flat", name + ".min", axis: 0, keepsDimensions: false),
                Reduction.Of("ReduceMax", graph, name + ".flat", name + ".max", axis: 0, keepsDimensions: false),
                Reduction.Of("ReduceMean", graph, name + ".flat", name + ".mean", axis: 0, keepsDimensions: false),
                EditedNode.Of("Shape", [name + ".flat"], name + ".size"),
            ];
            var at = producers.TryGetValue(input, out var producer) ? graph.Nodes.IndexOf(producer) + 1 : 0;
            graph.Nodes.InsertRange(at, nodes);
            foreach (var output in Kinds)
                graph.AddOutput(name + output);
        }
        ranges.Outputs = [.. ranges._inputs.SelectMany((_, i) => Kinds.Select(kind => $"{Prefix}{i}{kind}"))];
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
            var kinds = values.Skip(i * Kinds.Length).Take(Kinds.Length).ToList();
            _channels[i].Add(
                kinds[0].GetTensorDataAsSpan<float>(), kinds[1].GetTensorDataAsSpan<float>(),
                kinds[2].GetTensorDataAsSpan<float>(), kinds[3].GetTensorDataAsSpan<long>()[0]);
        }
    }

    /// <summary>The channels of an input.</summary>
    public Channels Of(string input) => _channels[_inputs.IndexOf(input)];

    /// <summary>The values of each channel.</summary>
    /// <param name="width">How many channels.</param>
    internal sealed class Channels(int width)
    {
        private readonly double[] _sums = new double[width];

        /// <summary>The least values.</summary>
        public float[] Least { get; } = [.. Enumerable.Repeat(float.PositiveInfinity, width)];

        /// <summary>The largest values.</summary>
        public float[] Largest { get; } = [.. Enumerable.Repeat(float.NegativeInfinity, width)];

        /// <summary>The means.</summary>
        public float[] Means => Array.ConvertAll(_sums, sum => (float)(sum / Math.Max(1, Rows)));

        /// <summary>How many activations there were: tokens, or items where there is one per item.</summary>
        public long Rows { get; private set; }

        /// <summary>Adds what one run measured.</summary>
        public void Add(
            ReadOnlySpan<float> least, ReadOnlySpan<float> largest, ReadOnlySpan<float> means, long rows)
        {
            for (var channel = 0; channel < _sums.Length; channel++)
            {
                Least[channel] = Math.Min(Least[channel], least[channel]);
                Largest[channel] = Math.Max(Largest[channel], largest[channel]);
                _sums[channel] += (double)means[channel] * rows;
            }
            Rows += rows;
        }
    }
}

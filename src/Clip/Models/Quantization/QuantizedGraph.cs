using System.Runtime.InteropServices;
using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>
/// Rewrites a graph so that its products with constant weights are computed in 8 bits. Weights have a scale per column.
/// Activations are first divided by a factor per channel that the weights are multiplied by (SmoothQuant, Xiao et al.
/// 2022, α = 1/2), because a few channels of a trained transformer are much larger than the others; the division is
/// part of the normalization before it where nothing else reads that.
/// </summary>
internal sealed class QuantizedGraph
{
    private const string Prefix = "clip.int8.";
    private const string WeightsName = "quantized.weights";
    private const int Alignment = 64;

    private readonly EditedGraph _graph;
    private readonly string _folder;
    private readonly ActivationRanges _ranges;
    private readonly QuantizationVariant _variant;
    private readonly Stream _weights;
    private readonly Dictionary<string, List<EditedNode>> _consumers;
    private readonly Dictionary<string, EditedNode> _producers;
    private readonly List<EditedNode> _added = [];
    private readonly TokenScale _tokens;
    private int _count;

    private QuantizedGraph(
        EditedGraph graph, string folder, ActivationRanges ranges, QuantizationVariant variant, Stream weights)
    {
        _graph = graph;
        _folder = folder;
        _ranges = ranges;
        _variant = variant;
        _weights = weights;
        _consumers = graph.Consumers();
        _producers = graph.Producers();
        _tokens = new TokenScale(graph, Prefix);
    }

    /// <summary>Rewrites a graph.</summary>
    /// <param name="standard">The graph; it is not changed.</param>
    /// <param name="folder">The folder of its weights, where the new weights are written too.</param>
    /// <param name="ranges">The range of the activations.</param>
    /// <param name="isQuantized">Which products are computed in 8 bits.</param>
    /// <param name="variant">How.</param>
    /// <returns>The content of the graph file.</returns>
    public static byte[] Write(
        EditedGraph standard, string folder, ActivationRanges ranges, Func<WeightProduct, bool> isQuantized,
        QuantizationVariant variant)
    {
        var graph = standard.Copy();
        using var weights = File.Create(Path.Combine(folder, WeightsName));
        new QuantizedGraph(graph, folder, ranges, variant, weights).Rewrite(
            [.. WeightProduct.Find(graph).Where(isQuantized)]);
        graph.DropUnusedTensors();
        return graph.Write();
    }

    private void Rewrite(IReadOnlyList<WeightProduct> products)
    {
        var nodes = _graph.Nodes.ToList();
        _graph.Nodes.Clear();
        var groups = products.GroupBy(static product => product.Input)
            .ToDictionary(static group => group.Key, static group => group.ToList());
        var byNode = products.ToDictionary(static product => product.Node);
        Dictionary<string, PreparedInput> prepared = [];
        foreach (var node in nodes)
        {
            if (!byNode.TryGetValue(node, out var product))
            {
                _graph.Nodes.Add(node);
                continue;
            }
            if (!prepared.TryGetValue(product.Input, out var input))
                prepared[product.Input] = input = Prepare(groups[product.Input]);
            Multiply(product, input);
            _graph.Nodes.AddRange(_added);
            _added.Clear();
        }
    }

    /// <summary>Activations ready to be multiplied.</summary>
    /// <param name="Name">Their name, after the division by <paramref name="Factors"/>.</param>
    /// <param name="Factors">What the rows of the weights are multiplied by.</param>
    /// <param name="Codes">Their codes; null where the product itself rounds them.</param>
    private sealed record PreparedInput(string Name, float[] Factors, TokenCodes? Codes);

    /// <summary>Prepares the activations that several products take.</summary>
    private PreparedInput Prepare(List<WeightProduct> products)
    {
        var input = products[0].Input;
        var factors = Smoothing.Factors(
            _ranges.Largest(input), products.Select(product => product.Weights(_graph, _folder)));
        var name = FoldIntoNormalization(input, products, factors) ? input : Divide(input, factors);
        var codes = _variant.IsPerToken
            ? _tokens.Encode(name, _added)
            : null;
        return new PreparedInput(name, factors, codes);
    }

    /// <summary>Divides in the normalization before, where nothing but these products reads it.</summary>
    private bool FoldIntoNormalization(string input, List<WeightProduct> products, float[] factors)
    {
        if (!_producers.TryGetValue(input, out var normalization)
            || !(normalization.Is("LayerNormalization")
                || normalization.Is("SkipLayerNormalization", EditedGraph.Microsoft))
            || _graph.Outputs.Contains(input)
            || _consumers[input].Exists(
                node => !node.Is("Shape") && !products.Exists(product => product.Node == node)))
        {
            return false;
        }
        var first = normalization.Is("LayerNormalization") ? 1 : 2;
        var (gamma, beta) = (Vector(normalization, first, factors.Length), Vector(normalization, first + 1, factors.Length));
        if (gamma is null || (beta is null && normalization.Inputs.Count > first + 1
            && normalization.Inputs[first + 1].Length > 0))
        {
            return false;
        }
        normalization.Inputs[first] = Constant(Quotient(gamma, factors));
        if (beta is not null)
            normalization.Inputs[first + 1] = Constant(Quotient(beta, factors));
        return true;
    }

    private string Divide(string input, float[] factors)
    {
        var divided = NextName();
        _added.Add(EditedNode.Of(
            "Mul", [input, Constant(Array.ConvertAll(factors, static factor => 1 / factor))], divided));
        return divided;
    }

    private void Multiply(WeightProduct product, PreparedInput input)
    {
        var weights = product.Weights(_graph, _folder);
        for (var row = 0; row < product.Rows; row++)
        {
            foreach (ref var weight in weights.AsSpan(row * product.Columns, product.Columns))
                weight *= input.Factors[row] * product.Alpha;
        }
        var quantized = QuantizedWeights.Of(weights, product.Columns, _variant.Weights);
        var type = _variant.Weights == WeightForm.Unsigned ? OnnxElementType.UInt8 : OnnxElementType.Int8;
        var codes = External(quantized.Codes, type, [product.Rows, product.Columns]);
        var scales = Constant(quantized.Scales);
        var zero = _variant.Weights == WeightForm.Unsigned
            ? _tokens.Scalar(OnnxElementType.UInt8, quantized.Zero)
            : "";
        var result = product.Node.Outputs[0];
        var sum = product.Bias is null ? result : NextName();
        if (input.Codes is { } tokens)
        {
            var product32 = NextName();
            _added.Add(EditedNode.Of(
                "MatMulIntegerToFloat",
                [
                    tokens.Codes, codes, _tokens.Scalar(OnnxElementType.Float, 1f), scales,
                    _tokens.Scalar(OnnxElementType.UInt8, tokens.Zero), zero,
                ],
                product32, EditedGraph.Microsoft));
            _added.Add(EditedNode.Of("Mul", [product32, tokens.Scale], sum));
        }
        else
        {
            string[] inputs = zero.Length > 0 ? [input.Name, codes, scales, zero] : [input.Name, codes, scales];
            _added.Add(EditedNode.Of("DynamicQuantizeMatMul", inputs, sum, EditedGraph.Microsoft));
        }
        if (product.Bias is { } bias)
            _added.Add(EditedNode.Of("Add", [sum, bias], result));
    }

    private float[]? Vector(EditedNode node, int input, int length) =>
        node.Inputs.Count > input && _graph.Tensors.TryGetValue(node.Inputs[input], out var tensor)
            && tensor is { Type: OnnxElementType.Float, Shape: [var size] } && size == length
            ? tensor.Floats(_folder)
            : null;

    private static float[] Quotient(float[] numbers, float[] factors) =>
        [.. numbers.Zip(factors, static (number, factor) => number / factor)];

    private string Constant(float[] numbers) =>
        External(MemoryMarshal.AsBytes<float>(numbers), OnnxElementType.Float, [numbers.Length]);

    private string External(ReadOnlySpan<byte> data, OnnxElementType type, long[] shape)
    {
        var name = NextName();
        while (_weights.Position % Alignment != 0)
            _weights.WriteByte(0);
        _graph.Tensors[name] =
            EditedTensor.In(name, type, shape, WeightsName, _weights.Position, data.Length);
        _weights.Write(data);
        return name;
    }

    private string NextName() => Prefix + _count++;
}

using System.Runtime.InteropServices;
using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>
/// Rewrites a graph so that its products with constant weights are computed in 8 bits. Weights have a scale per column.
/// A <see cref="ChannelTransform"/> of the activations is part of the normalization before them where nothing else
/// reads that. What rounding the weights changes on average is added to the bias.
/// </summary>
internal sealed class QuantizedGraph
{
    private const string Prefix = "clip.int8.";
    private const int Alignment = 64;

    private readonly EditedGraph _graph;
    private readonly string _folder;
    private readonly ActivationRanges _ranges;
    private readonly QuantizationVariant _variant;
    private readonly string _weightsName;
    private readonly Stream _weights;
    private readonly Dictionary<string, List<EditedNode>> _consumers;
    private readonly Dictionary<string, EditedNode> _producers;
    private readonly List<EditedNode> _added = [];
    private readonly TokenScale _tokens;
    private int _count;

    private QuantizedGraph(
        EditedGraph graph, string folder, ActivationRanges ranges, QuantizationVariant variant, string weightsName,
        Stream weights)
    {
        _weightsName = weightsName;
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
    /// <param name="weightsName">The name of the file for the new weights.</param>
    /// <returns>The content of the graph file.</returns>
    public static byte[] Write(
        EditedGraph standard, string folder, ActivationRanges ranges, Func<WeightProduct, bool> isQuantized,
        QuantizationVariant variant, string weightsName)
    {
        var graph = standard.Copy();
        using var weights = File.Create(Path.Combine(folder, weightsName));
        new QuantizedGraph(graph, folder, ranges, variant, weightsName, weights).Rewrite(
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
    /// <param name="Name">Their name, after the transform.</param>
    /// <param name="Transform">What was done to them.</param>
    /// <param name="Means">Their means in the sample, after the transform.</param>
    /// <param name="Codes">Their codes; null where the product itself rounds them.</param>
    private sealed record PreparedInput(string Name, ChannelTransform Transform, float[] Means, TokenCodes? Codes);

    /// <summary>Prepares the activations that several products take.</summary>
    private PreparedInput Prepare(List<WeightProduct> products)
    {
        var input = products[0].Input;
        var channels = _ranges.Of(input);
        var transform = ChannelTransform.Of(
            channels, _producers.GetValueOrDefault(input),
            products.Select(product => product.Weights(_graph, _folder)));
        var name = FoldIntoNormalization(input, products, transform) ? input : Apply(input, transform);
        var codes = _variant.IsPerToken ? _tokens.Encode(name, transform.IsPositive, _added) : null;
        return new PreparedInput(name, transform, transform.Apply(channels.Means), codes);
    }

    /// <summary>Transforms in the normalization before, where nothing but these products reads it.</summary>
    private bool FoldIntoNormalization(string input, List<WeightProduct> products, ChannelTransform transform)
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
        var width = transform.Factors.Length;
        if (Vector(normalization, first, width) is not { } gamma
            || Vector(normalization, first + 1, width) is not { } beta)
        {
            return false;
        }
        normalization.Inputs[first] =
            Constant([.. gamma.Zip(transform.Factors, static (number, factor) => number / factor)]);
        normalization.Inputs[first + 1] = Constant(transform.Apply(beta));
        return true;
    }

    private string Apply(string input, ChannelTransform transform)
    {
        var (divided, shifted) = (NextName(), NextName());
        _added.Add(EditedNode.Of(
            "Mul", [input, Constant(Array.ConvertAll(transform.Factors, static factor => 1 / factor))], divided));
        _added.Add(EditedNode.Of(
            "Add", [divided, Constant(transform.Apply(new float[transform.Factors.Length]))], shifted));
        return shifted;
    }

    private void Multiply(WeightProduct product, PreparedInput input)
    {
        var weights = product.Weights(_graph, _folder);
        for (var row = 0; row < product.Rows; row++)
        {
            foreach (ref var weight in weights.AsSpan(row * product.Columns, product.Columns))
                weight *= input.Transform.Factors[row] * product.Alpha;
        }
        var quantized = QuantizedWeights.Of(weights, product.Columns, _variant.Weights);
        var type = _variant.Weights == WeightForm.Unsigned ? OnnxElementType.UInt8 : OnnxElementType.Int8;
        var codes = External(quantized.Codes, type, [product.Rows, product.Columns]);
        var scales = Constant(quantized.Scales);
        var zero = _variant.Weights == WeightForm.Unsigned
            ? _tokens.Scalar(OnnxElementType.UInt8, quantized.Zero)
            : "";
        var result = product.Node.Outputs[0];
        var bias = AddToBias(product, Correction(weights, quantized, input));
        var sum = bias is null ? result : NextName();
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
        if (bias is not null)
            _added.Add(EditedNode.Of("Add", [sum, bias], result));
    }

    /// <summary>
    /// What the bias lacks: the product of the shifts with the weights, and what rounding changes in the product of the
    /// mean activation.
    /// </summary>
    private static float[] Correction(float[] weights, QuantizedWeights quantized, PreparedInput input)
    {
        var columns = quantized.Scales.Length;
        var sums = new double[columns];
        for (var row = 0; row < input.Means.Length; row++)
        {
            var shift = input.Transform.Shifts[row] / input.Transform.Factors[row];
            for (var column = 0; column < columns; column++)
            {
                var weight = weights[row * columns + column];
                sums[column] += shift * weight
                    + input.Means[row] * (weight - quantized.Weight(row * columns + column, column));
            }
        }
        return Array.ConvertAll(sums, static sum => (float)sum);
    }

    /// <summary>Adds to what is added to a result anyway; otherwise returns what to add.</summary>
    private string? AddToBias(WeightProduct product, float[] correction)
    {
        var place = product.Bias is { } own && ConstantSum.IsVector(_graph, own, product.Columns)
            ? (product.Node, Input: 2)
            : ConstantSum.PlaceAfter(_graph, _consumers, product.Node.Outputs[0], product.Columns);
        if (place is not var (node, input))
        {
            // Whatever else is added to a Gemm's result stays a sum of its own.
            if (product.Bias is not { } other)
                return Constant(correction);
            var both = NextName();
            _added.Add(EditedNode.Of("Add", [other, Constant(correction)], both));
            return both;
        }
        var tensor = _graph.Tensors[node.Inputs[input]];
        float[] bias = [.. tensor.Floats(_folder).Zip(correction, static (number, added) => number + added)];
        node.Inputs[input] = Constant(bias, [.. tensor.Shape]);
        return node == product.Node ? node.Inputs[input] : product.Bias;
    }

    private float[]? Vector(EditedNode node, int input, int length) =>
        node.Inputs.Count > input && _graph.Tensors.TryGetValue(node.Inputs[input], out var tensor)
            && tensor is { Type: OnnxElementType.Float, Shape: [var size] } && size == length
            ? tensor.Floats(_folder)
            : null;

    private string Constant(float[] numbers, long[]? shape = null) =>
        External(MemoryMarshal.AsBytes<float>(numbers), OnnxElementType.Float, shape ?? [numbers.Length]);

    private string External(ReadOnlySpan<byte> data, OnnxElementType type, long[] shape)
    {
        var name = NextName();
        while (_weights.Position % Alignment != 0)
            _weights.WriteByte(0);
        _graph.Tensors[name] =
            EditedTensor.In(name, type, shape, _weightsName, _weights.Position, data.Length);
        _weights.Write(data);
        return name;
    }

    private string NextName() => Prefix + _count++;
}

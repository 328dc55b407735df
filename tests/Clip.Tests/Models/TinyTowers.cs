using Clip.Models.Onnx;

namespace Clip.Tests.Models;

/// <summary>
/// Towers small enough to compute by hand. A text's embedding is the sum of its tokens' rows in a table, a picture's is
/// its numbers, one after the other, times a matrix.
/// </summary>
internal static class TinyTowers
{
    public const int Dimensions = 4;

    /// <summary>The edge of the pictures that <see cref="AddImage"/> takes.</summary>
    public const int Edge = 4;

    private const long Free = TinyOnnx.Free;

    /// <summary>The table's row of a token: different for every token and never a multiple of another.</summary>
    public static float[] Row(int token) => [.. Enumerable.Range(0, Dimensions).Select(i => Entry(token, i))];

    /// <summary>The matrix's row of the n-th number of a picture.</summary>
    public static float[] Column(int place) => [.. Enumerable.Range(0, Dimensions).Select(i => Entry(place + 3, i))];

    private static float Entry(int at, int i) => (at * 7 + i * 5 + at * i * 3) % 11 - 4.75f + at * 0.03125f;

    /// <summary>The sum over all tokens, padding included.</summary>
    public static float[] Sum(IEnumerable<int> tokens)
    {
        var sum = new float[Dimensions];
        foreach (var token in tokens)
        {
            for (var i = 0; i < Dimensions; i++)
                sum[i] += Entry(token, i);
        }
        return sum;
    }

    /// <summary>The tokens, filled up with an id.</summary>
    public static IEnumerable<int> Padded(int[] tokens, int length, int pad) =>
        tokens.Concat(Enumerable.Repeat(pad, length - tokens.Length));

    /// <summary>The embedding of a picture of these numbers, in the order of the tensor.</summary>
    public static float[] Product(ReadOnlySpan<float> numbers)
    {
        var sum = new float[Dimensions];
        for (var place = 0; place < numbers.Length; place++)
        {
            for (var i = 0; i < Dimensions; i++)
                sum[i] += numbers[place] * Entry(place + 3, i);
        }
        return sum;
    }

    /// <summary>Adds a text tower.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="vocabulary">Rows of the table.</param>
    /// <param name="output">The output's name.</param>
    /// <param name="ids">The name of the input.</param>
    /// <param name="type">Its type.</param>
    /// <param name="mask">The name of the mask, with which padding does not count; null for none.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="length">Tokens a row.</param>
    public static TinyOnnx AddText(
        this TinyOnnx graph, int vocabulary, string output = "text_embeds", string ids = "input_ids",
        OnnxElementType type = OnnxElementType.Int64,
        string? mask = null, long batch = Free, long length = Free)
    {
        graph.Input(ids, type, batch, length)
            .Weight("table", [vocabulary, Dimensions], Table(vocabulary))
            .Integers("tokens.axis", 1)
            .Node("Gather", ["table", ids], "rows");
        if (mask is not null)
        {
            graph.Input(mask, type, batch, length)
                .Integers("width.axis", 2)
                .Node("Cast", [mask], "mask.float", ("to", 1))
                .Node("Unsqueeze", ["mask.float", "width.axis"], "mask.wide")
                .Node("Mul", ["rows", "mask.wide"], "masked");
        }
        return graph.Node("ReduceSum", [mask is null ? "rows" : "masked", "tokens.axis"], output, ("keepdims", 0))
            .Output(output, OnnxElementType.Float, batch, Dimensions);
    }

    public static float[] Table(int vocabulary) => [.. Enumerable.Range(0, vocabulary).SelectMany(Row)];

    /// <summary>Adds an image tower for pictures of <see cref="Edge"/>.</summary>
    public static TinyOnnx AddImage(
        this TinyOnnx graph, string output = "image_embeds", string pixels = "pixel_values",
        OnnxElementType type = OnnxElementType.Float,
        bool channelsLast = false, long batch = Free, bool halfOutput = false, bool freeSize = false)
    {
        const int numbers = 3 * Edge * Edge;
        var edge = freeSize ? Free : Edge;
        graph.Input(pixels, type, channelsLast ? [batch, edge, edge, 3] : [batch, 3, edge, edge])
            .Weight("matrix", [numbers, Dimensions], [.. Enumerable.Range(0, numbers).SelectMany(Column)])
            .Integers("flat", -1, numbers)
            .Node("Cast", [pixels], "pixels.float", ("to", 1))
            .Node("Reshape", ["pixels.float", "flat"], "pixels.flat");
        if (!halfOutput)
            return graph.Node("MatMul", ["pixels.flat", "matrix"], output)
                .Output(output, OnnxElementType.Float, batch, Dimensions);
        return graph.Node("MatMul", ["pixels.flat", "matrix"], "wide")
            .Node("Cast", ["wide"], output, ("to", 10))
            .Output(output, OnnxElementType.Float16, batch, Dimensions);
    }
}

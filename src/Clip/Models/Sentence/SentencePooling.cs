using Clip.Models.Configuration;

namespace Clip.Models.Sentence;

/// <summary>
/// Combines the states of a text's tokens into one vector. The modes, and their order where several are concatenated,
/// are those of sentence-transformers' Pooling module.
/// </summary>
internal sealed class SentencePooling
{
    private static readonly (string Key, Mode Mode)[] Flags =
    [
        ("pooling_mode_cls_token", Mode.First),
        ("pooling_mode_max_tokens", Mode.Max),
        ("pooling_mode_mean_tokens", Mode.Mean),
        ("pooling_mode_mean_sqrt_len_tokens", Mode.MeanOverRoot),
        ("pooling_mode_weightedmean_tokens", Mode.WeightedMean),
        ("pooling_mode_lasttoken", Mode.Last),
    ];

    private readonly Mode[] _modes;

    private SentencePooling(string file, Mode[] modes, int? width)
    {
        File = file;
        _modes = modes;
        Width = width;
    }

    private enum Mode
    {
        First,
        Max,
        Mean,
        MeanOverRoot,
        WeightedMean,
        Last,
    }

    /// <summary>The configuration file.</summary>
    public string File { get; }

    /// <summary>The number of modes, whose vectors are concatenated.</summary>
    public int Parts => _modes.Length;

    /// <summary>The width of the token states; null where the file does not state it.</summary>
    public int? Width { get; }

    /// <summary>Reads a Pooling module's config.json.</summary>
    /// <exception cref="ModelException">The file is missing or damaged, or names no known mode.</exception>
    public static SentencePooling Read(string path)
    {
        var config = ModelConfig.Read(path);
        var modes = config.Text("pooling_mode") is { } name
            ? Named(path, name)
            : [.. Flags.Where(flag => config.Flag(flag.Key) == true).Select(static flag => flag.Mode)];
        return modes.Length > 0
            ? new SentencePooling(
                path, modes, config.Count("word_embedding_dimension") ?? config.Count("embedding_dimension"))
            : throw new ModelException(path, "names no pooling mode", "download the file again");
    }

    /// <summary>Pools one text.</summary>
    /// <param name="states">[sequence, width].</param>
    /// <param name="tokens">Which of the sequence are tokens and not padding.</param>
    /// <param name="destination">Receives <see cref="Parts"/> × width numbers.</param>
    public void Pool(ReadOnlySpan<float> states, ReadOnlySpan<bool> tokens, Span<float> destination)
    {
        var width = destination.Length / _modes.Length;
        for (var part = 0; part < _modes.Length; part++)
            Pool(_modes[part], states, tokens, destination.Slice(part * width, width));
    }

    private static void Pool(
        Mode mode, ReadOnlySpan<float> states, ReadOnlySpan<bool> tokens, Span<float> destination)
    {
        var width = destination.Length;
        var first = Math.Max(0, tokens.IndexOf(true));
        var last = Math.Max(0, tokens.LastIndexOf(true));
        if (mode is Mode.First or Mode.Last)
        {
            states.Slice((mode == Mode.First ? first : last) * width, width).CopyTo(destination);
            return;
        }

        destination.Fill(mode == Mode.Max ? float.NegativeInfinity : 0);
        var count = 0;
        var total = 0f;
        for (var at = first; at <= last; at++)
        {
            if (!tokens[at])
                continue;
            var state = states.Slice(at * width, width);
            // The n-th token has the weight n.
            var weight = mode == Mode.WeightedMean ? at + 1f : 1f;
            count++;
            total += weight;
            for (var i = 0; i < width; i++)
            {
                destination[i] = mode == Mode.Max
                    ? Math.Max(destination[i], state[i])
                    : destination[i] + state[i] * weight;
            }
        }
        if (mode == Mode.Max)
            return;
        var divisor = mode == Mode.MeanOverRoot ? MathF.Sqrt(count) : total;
        for (var i = 0; i < width; i++)
            destination[i] /= Math.Max(divisor, 1e-9f);
    }

    private static Mode[] Named(string path, string name) => name switch
    {
        "cls" => [Mode.First],
        "max" => [Mode.Max],
        "mean" => [Mode.Mean],
        "mean_sqrt_len_tokens" => [Mode.MeanOverRoot],
        "weightedmean" => [Mode.WeightedMean],
        "lasttoken" => [Mode.Last],
        _ => throw new ModelException(
            path, $"names the unknown pooling mode '{name}'", "use a model with mean, cls or max pooling"),
    };
}

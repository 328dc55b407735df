using System.Text.Json;
using Clip.Models.Configuration;

namespace Clip.Models.Sentence;

/// <summary>
/// What follows the graph of a sentence-transformers model: pooling, then dense layers, as its modules.json lists them.
/// </summary>
internal sealed class SentenceModules
{
    private readonly SentencePooling _pooling;
    private readonly IReadOnlyList<DenseLayer> _layers;

    private SentenceModules(SentencePooling pooling, IReadOnlyList<DenseLayer> layers)
    {
        _pooling = pooling;
        _layers = layers;
    }

    /// <summary>The files that the result depends on, for the model's fingerprint.</summary>
    public IEnumerable<string> Files => _layers.SelectMany(static layer => layer.Files).Prepend(_pooling.File);

    /// <summary>The transformer's folder, relative to that of modules.json; empty where it is the same.</summary>
    public static string TransformerFolder(string modules) =>
        List(modules).FirstOrDefault(static module => module.Type == "Transformer").Path ?? "";

    /// <summary>Reads the modules after the transformer.</summary>
    /// <exception cref="ModelException">A module is missing, damaged or unknown.</exception>
    public static SentenceModules Read(string modules)
    {
        var folder = Path.GetDirectoryName(modules)!;
        SentencePooling? pooling = null;
        List<DenseLayer> layers = [];
        foreach (var (type, path) in List(modules))
        {
            switch (type)
            {
                case "Pooling" when pooling is null:
                    pooling = SentencePooling.Read(Path.Combine(folder, path, ModelFileNames.Config));
                    break;
                case "Dense" when pooling is not null:
                    layers.Add(DenseLayer.Read(Path.Combine(folder, path)));
                    break;
                case "Transformer" when pooling is null:
                case "Normalize" or "Dropout":
                    // Every embedding is scaled to unit length in the end, and dropout does nothing after training.
                    break;
                default:
                    throw new ModelException(
                        modules, $"lists the module '{type}', which is not supported here",
                        "use a model of Transformer, Pooling, Dense and Normalize");
            }
        }
        return pooling is null
            ? throw new ModelException(modules, "lists no pooling", "download the file again")
            : new SentenceModules(pooling, layers);
    }

    /// <summary>The length of an embedding for a transformer of a width; null where the width is not known.</summary>
    public int? LengthFor(int? width) =>
        _layers is [.., var last] ? last.Outputs : (width ?? _pooling.Width) * _pooling.Parts;

    /// <summary>Computes embeddings from token states.</summary>
    /// <param name="states">[count, sequence, width].</param>
    /// <param name="tokens">[count, sequence]: true for a token and false for padding.</param>
    /// <param name="width">Numbers per token.</param>
    /// <param name="count">Rows to compute.</param>
    /// <param name="destination">Receives count × <see cref="LengthFor"/>.</param>
    public void Apply(
        ReadOnlySpan<float> states, ReadOnlySpan<bool> tokens, int width, int count, Span<float> destination)
    {
        var length = destination.Length / count;
        var sequence = tokens.Length / count;
        var pooled = new float[width * _pooling.Parts];
        for (var row = 0; row < count; row++)
        {
            _pooling.Pool(
                states.Slice(row * sequence * width, sequence * width), tokens.Slice(row * sequence, sequence), pooled);
            ReadOnlySpan<float> vector = pooled;
            foreach (var layer in _layers)
                vector = layer.Apply(vector);
            if (vector.Length != length)
            {
                throw new ModelException(
                    _pooling.File, $"makes embeddings of {vector.Length} numbers where {length} were expected",
                    "use the modules that belong to this graph");
            }
            vector.CopyTo(destination[(row * length)..]);
        }
    }

    private static List<(string Type, string Path)> List(string modules)
    {
        List<(string, string)> list = [];
        var root = JsonFile.Read(modules);
        if (root.ValueKind != JsonValueKind.Array)
            throw new ModelException(modules, "is not a list of modules", "download the file again");
        foreach (var module in root.EnumerateArray())
        {
            if (SafeJson.Text(module, "type") is not { } type)
                throw new ModelException(modules, "lists a module without a type", "download the file again");
            var path = SafeJson.Text(module, "path") ?? "";
            if (Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..") || path.Contains('\0'))
            {
                throw new ModelException(
                    modules, $"names a module outside its folder ('{path}')", "do not use this model");
            }
            list.Add((type[(type.LastIndexOf('.') + 1)..], path));
        }
        return list;
    }
}

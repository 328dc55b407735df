using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models.Sentence;

/// <summary>
/// What a sentence-transformers model does after its graph: pooling, then dense layers, as its modules.json lists them.
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

    /// <summary>The files that decide the result, for the model's fingerprint.</summary>
    public IEnumerable<string> Files => _layers.SelectMany(static layer => layer.Files).Prepend(_pooling.File);

    /// <summary>The folder of the transformer, relative to that of modules.json; empty where it is the same.</summary>
    public static string TransformerFolder(string modules) =>
        List(modules).FirstOrDefault(static module => module.Type == "Transformer").Path ?? "";

    /// <summary>Reads the modules after the transformer.</summary>
    /// <exception cref="ModelException">A module is missing, damaged, or not known.</exception>
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
                    pooling = SentencePooling.Read(Path.Combine(folder, path, "config.json"));
                    break;
                case "Dense" when pooling is not null:
                    layers.Add(DenseLayer.Read(Path.Combine(folder, path)));
                    break;
                case "Transformer" when pooling is null:
                case "Normalize" or "Dropout":
                    break; // every embedding is brought to unit length in the end, and dropout does nothing after training
                default:
                    throw new ModelException(modules, $"lists the module '{type}', which is not supported here", "use a model of Transformer, Pooling, Dense and Normalize");
            }
        }
        return pooling is null
            ? throw new ModelException(modules, "lists no pooling", "download the file again")
            : new SentenceModules(pooling, layers);
    }

    /// <summary>The length of an embedding for a transformer of a width; null where the width is not known.</summary>
    public int? LengthFor(int? width) => _layers is [.., var last] ? last.Outputs : (width ?? _pooling.Width) * _pooling.Parts;

    /// <summary>Computes embeddings from token states.</summary>
    /// <param name="states">[batch, sequence, width].</param>
    /// <param name="sequence">Tokens a row.</param>
    /// <param name="width">Numbers a token.</param>
    /// <param name="mask">[batch, sequence] of 1 for a token and 0 for padding.</param>
    /// <param name="count">Rows to compute.</param>
    /// <param name="destination">Receives count × <see cref="LengthFor"/>.</param>
    public void Apply(ReadOnlySpan<float> states, int sequence, int width, OrtValue mask, int count, Span<float> destination)
    {
        var length = destination.Length / count;
        var tokens = new bool[sequence];
        var pooled = new float[width * _pooling.Parts];
        for (var row = 0; row < count; row++)
        {
            TokenTensor.ReadMask(mask, row, tokens);
            _pooling.Pool(states.Slice(row * sequence * width, sequence * width), tokens, pooled);
            ReadOnlySpan<float> vector = pooled;
            foreach (var layer in _layers)
                vector = layer.Apply(vector);
            if (vector.Length != length)
                throw new ModelException(_pooling.File, $"makes embeddings of {vector.Length} numbers where {length} were expected", "use the modules that belong to this graph");
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
            if (Text(module, "type") is not { } type || (Text(module, "path") ?? "") is not { } path)
                throw new ModelException(modules, "lists a module without a type", "download the file again");
            if (Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..") || path.Contains('\0'))
                throw new ModelException(modules, $"names a module outside its folder ('{path}')", "do not use this model");
            list.Add((type[(type.LastIndexOf('.') + 1)..], path));
        }
        return list;
    }

    private static string? Text(JsonElement module, string key)
    {
        try
        {
            return module.ValueKind == JsonValueKind.Object && module.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }
}

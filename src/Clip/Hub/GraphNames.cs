using Clip.Models;

namespace Clip.Hub;

/// <summary>The graphs in a repository, by the names that say which tower and which variant they are.</summary>
internal sealed class GraphNames
{
    private const string OnnxFolder = "onnx/";

    private static readonly string[] Stems = ["text_model", "vision_model", "text_encoder", "image_encoder", "model"];

    private readonly Dictionary<string, HubFile> _byPath;

    public GraphNames(IReadOnlyList<HubFile> files)
    {
        Files = files;
        _byPath = files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
    }

    public IReadOnlyList<HubFile> Files { get; }

    /// <summary>Every graph where a loader would look for one.</summary>
    public IReadOnlyList<HubFile> All => [.. Files.Where(static file => file.Path.EndsWith(".onnx", StringComparison.Ordinal) && Home(file.Path) is "" or OnnxFolder)];

    /// <summary>All variants of all towers, in the order of preference.</summary>
    public IReadOnlyList<string> Variants =>
    [
        .. Stems.SelectMany(stem => In("", stem).Keys)
            .Concat(In("textual/", "model").Keys).Concat(In("visual/", "model").Keys)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(GraphFile.Rank).ThenBy(static name => name, StringComparer.Ordinal),
    ];

    /// <summary>The folder that older sentence-transformers models keep their transformer in, such as <c>0_Transformer/</c>; null where there is none.</summary>
    public string? TransformerFolder => !_byPath.ContainsKey("modules.json")
        ? null
        : Files.Select(static file => file.Path.Split('/')[0] + "/").FirstOrDefault(folder => folder.StartsWith("0_", StringComparison.Ordinal) && In(folder, "model").Count > 0);

    /// <summary>What sentence-transformers computes outside the graph.</summary>
    public IEnumerable<HubFile> SentenceModules
    {
        get
        {
            if (!_byPath.TryGetValue("modules.json", out var modules))
                yield break;
            yield return modules;
            foreach (var file in Files)
            {
                if (file.Path.Split('/') is not [var folder, var name] || !char.IsAsciiDigit(folder[0]) || !folder.Contains('_', StringComparison.Ordinal) || folder + "/" == TransformerFolder)
                    continue;
                if (name is "config.json" or "model.safetensors" || (name == "pytorch_model.bin" && !_byPath.ContainsKey(folder + "/model.safetensors")))
                    yield return file;
            }
        }
    }

    public HubFile? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The graphs of one tower by variant: <c>STEM.onnx</c> and <c>STEM_VARIANT.onnx</c>, in a folder's <c>onnx</c> folder or in itself.</summary>
    public Dictionary<string, HubFile> In(string folder, string stem)
    {
        Dictionary<string, HubFile> found = new(StringComparer.Ordinal);
        foreach (var home in (string[])[folder + OnnxFolder, folder])
        {
            foreach (var file in Files)
            {
                if (Home(file.Path) == home && VariantOf(file.Path, stem) is { } variant)
                    found.TryAdd(variant, file);
            }
        }
        return found;
    }

    /// <summary>The variant in the name of a graph of a tower; null for any other file.</summary>
    public static string? VariantOf(string path, string stem)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        if (!file.StartsWith(stem, StringComparison.Ordinal) || !file.EndsWith(".onnx", StringComparison.Ordinal))
            return null;
        var rest = file[stem.Length..^".onnx".Length];
        return rest.Length == 0 ? GraphFile.Plain : rest is ['_', _, ..] ? rest[1..] : null;
    }

    /// <summary>The folder whose tokenizer and configuration belong to a graph: its own, or the one above <c>onnx</c>.</summary>
    public static string FolderOf(string path)
    {
        var home = Home(path);
        return home.EndsWith(OnnxFolder, StringComparison.Ordinal) ? home[..^OnnxFolder.Length] : home;
    }

    private static string Home(string path) => path[..(path.LastIndexOf('/') + 1)];
}

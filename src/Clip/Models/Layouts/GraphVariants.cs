namespace Clip.Models.Layouts;

/// <summary>The graphs of one tower by variant.</summary>
internal sealed class GraphVariants
{
    /// <summary>The extension of graph files.</summary>
    public const string Extension = ".onnx";

    /// <summary>
    /// The variant whose file name has no suffix, as transformers.js calls it; some exporters keep other weights in it.
    /// </summary>
    public const string Plain = "fp32";

    // The order of preference where no variant is wanted: the plain weights, then the least lossy ones, then
    // variants of other names.
    private static readonly string[] Order = [Plain, "fp16", "quantized", "int8", "uint8", "q4f16", "q4", "bnb4"];

    // Further ones that exporters write; a name may end in other words, which are part of its stem.
    private static readonly string[] Suffixes = [.. Order, "q8", "q2", "q2f16", "q1", "q1f16", "uint8f16", "bf16"];

    private static readonly string[] TowerWords =
        ["text", "texts", "textual", "image", "images", "img", "vision", "visual", "picture", "pictures"];

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>
    /// Finds the graphs at a place. Those in the <c>onnx</c> folder hide those of the same variant beside it.
    /// </summary>
    public GraphVariants(FileNames names, GraphPlace place)
    {
        var home = place.Folder == GraphPlace.Transformer ? names.TransformerFolder : place.Folder;
        if (home is null)
            return;
        foreach (var folder in (string[])[home + FileNames.OnnxFolder, home])
        {
            foreach (var name in names.In(folder))
            {
                if (VariantOf(name, place.Stem) is { } variant)
                    _files.TryAdd(variant, folder + name);
            }
        }
        Names = InOrder(_files.Keys);
    }

    /// <summary>Takes graphs by their variants; of those of one variant the first.</summary>
    public GraphVariants(IEnumerable<(string Variant, string Path)> files)
    {
        foreach (var (variant, path) in files)
            _files.TryAdd(variant, path);
        Names = InOrder(_files.Keys);
    }

    /// <summary>Whether there is any graph.</summary>
    public bool Exist => Names.Count > 0;

    /// <summary>The variants in the order of preference.</summary>
    public IReadOnlyList<string> Names { get; } = [];

    /// <summary>The graph of a variant, or the preferred one where none is wanted; null where there is none.</summary>
    /// <param name="wanted">The variant by its <see cref="Canonical"/> name, or null.</param>
    public GraphFile? Choose(string? wanted)
    {
        var chosen = wanted ?? (Exist ? Names[0] : Plain);
        return _files.TryGetValue(chosen, out var file) ? new GraphFile(file, chosen, Names) : null;
    }

    /// <summary>The name of a variant in file names, for the other names that are in use for it.</summary>
    public static string Canonical(string wanted) => wanted switch
    {
        "" or "plain" => Plain,
        "q8" => "quantized", // transformers.js
        _ => wanted,
    };

    /// <summary>A variant's position in the order of preference.</summary>
    public static int Rank(string variant)
    {
        var rank = Array.IndexOf(Order, variant);
        return rank >= 0 ? rank : Order.Length;
    }

    /// <summary>
    /// The stem and the variant of a file name, where no layout states the stem: <c>clip-text_fp16.onnx</c> is
    /// <c>clip-text</c> in <c>fp16</c>.
    /// </summary>
    public static (string Stem, string Variant) Split(string name)
    {
        var stem = name[..^Extension.Length];
        var cut = stem.AsSpan().LastIndexOfAny('_', '-', '.');
        return cut > 0 && Suffixes.Contains(stem[(cut + 1)..])
            ? (stem[..cut], Canonical(stem[(cut + 1)..]))
            : (stem, Plain);
    }

    private static IReadOnlyList<string> InOrder(IEnumerable<string> variants) =>
        [.. variants.OrderBy(Rank).ThenBy(static variant => variant, StringComparer.Ordinal)];

    private static string? VariantOf(string name, string stem)
    {
        if (!name.StartsWith(stem, StringComparison.Ordinal) || !name.EndsWith(Extension, StringComparison.Ordinal)
            || name.Length < stem.Length + Extension.Length)
        {
            return null;
        }
        var suffix = name[stem.Length..^Extension.Length];
        if (suffix.Length == 0)
            return Plain;
        // model_text.onnx is a tower, not a variant of model.onnx.
        return suffix is ['_', _, ..] && !suffix.Split('_').Any(TowerWords.Contains) ? suffix[1..] : null;
    }
}

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
        Names = [.. _files.Keys.OrderBy(Rank).ThenBy(static variant => variant, StringComparer.Ordinal)];
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

    private static string? VariantOf(string name, string stem)
    {
        if (!name.StartsWith(stem, StringComparison.Ordinal) || !name.EndsWith(Extension, StringComparison.Ordinal)
            || name.Length < stem.Length + Extension.Length)
        {
            return null;
        }
        var suffix = name[stem.Length..^Extension.Length];
        return suffix.Length == 0 ? Plain : suffix is ['_', _, ..] ? suffix[1..] : null;
    }
}

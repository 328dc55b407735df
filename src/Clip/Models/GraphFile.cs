namespace Clip.Models;

/// <summary>The graph file chosen for a tower, and what else could have been.</summary>
/// <param name="Path">The file.</param>
/// <param name="Variant">What its name says about its weights: <c>fp32</c>, <c>fp16</c>, <c>quantized</c>, …</param>
/// <param name="Variants">Everything there is to choose from, in the order of preference.</param>
internal sealed record GraphFile(string Path, string Variant, IReadOnlyList<string> Variants)
{
    /// <summary>The variant whose file name has no suffix, as transformers.js calls it; some exporters keep other weights in it.</summary>
    public const string Plain = "fp32";

    // The order in which a variant is taken where none is asked for: the plain weights, then the least lossy ones.
    // Whatever else exporters call their files comes after.
    private static readonly string[] Order = [Plain, "fp16", "quantized", "int8", "uint8", "q4f16", "q4", "bnb4"];

    /// <summary>
    /// Finds the files of one tower: <c>STEM.onnx</c> and <c>STEM_VARIANT.onnx</c>, in the <c>onnx</c> folder or beside it.
    /// </summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="stem">The file name without variant and extension.</param>
    /// <param name="asked">The variant that the user wants, by its <see cref="Canonical"/> name, or null for the first of the usual order.</param>
    /// <returns>Null where no file has the stem, or none is of the variant.</returns>
    public static GraphFile? Find(string folder, string stem, string? asked)
    {
        Dictionary<string, string> found = [];
        foreach (var home in (string[])[System.IO.Path.Combine(folder, "onnx"), folder])
        {
            foreach (var path in Candidates(home, stem))
            {
                var name = System.IO.Path.GetFileNameWithoutExtension(path);
                found.TryAdd(name.Length == stem.Length ? Plain : name[(stem.Length + 1)..], path);
            }
        }
        if (found.Count == 0)
            return null;

        string[] variants = [.. found.Keys.OrderBy(Rank).ThenBy(static variant => variant, StringComparer.Ordinal)];
        var chosen = asked ?? variants[0];
        return found.TryGetValue(chosen, out var file) ? new GraphFile(file, chosen, variants) : null;
    }

    /// <summary>All variants of a stem that a folder holds.</summary>
    public static IReadOnlyList<string> VariantsOf(string folder, string stem) => Find(folder, stem, null)?.Variants ?? [];

    /// <summary>The name that files have, for the other names that people use for a variant.</summary>
    public static string Canonical(string asked) => asked switch
    {
        "" or "plain" => Plain,
        "q8" => "quantized", // transformers.js
        _ => asked,
    };

    /// <summary>Where a variant stands in the order of preference.</summary>
    internal static int Rank(string variant) => Array.IndexOf(Order, variant) is >= 0 and var rank ? rank : Order.Length;

    private static IEnumerable<string> Candidates(string home, string stem)
    {
        if (!Directory.Exists(home))
            return [];
        return Directory.EnumerateFiles(home, stem + "*.onnx").Where(path =>
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(path.AsSpan());
            return path.EndsWith(".onnx", StringComparison.Ordinal) && (name.Length == stem.Length || name[stem.Length] == '_');
        });
    }
}

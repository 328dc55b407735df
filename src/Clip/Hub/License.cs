namespace Clip.Hub;

/// <summary>What is known about a model's license.</summary>
/// <param name="Name">Its name, such as <c>MIT</c>; null where none is stated.</param>
/// <param name="Restriction">Why to read it before use, in a few words; null where no reason is known.</param>
internal sealed record License(string? Name, string? Restriction)
{
    internal const string NonCommercial = "non-commercial use only";
    internal const string Apple = "Apple's own terms";

    /// <summary>The license in the curated table, else the one that the repository states.</summary>
    internal static License Of(ModelReference model, string? stated)
    {
        var known = KnownModels.Find(model.Repository);
        return new License(known?.License ?? stated, known?.Restriction ?? RestrictionOf(model, stated));
    }

    private static string? RestrictionOf(ModelReference model, string? stated)
    {
        // Its exporter states no license; the weights keep that of their authors.
        if (model.Owner == "immich-app" && model.Name.StartsWith("nllb-clip", StringComparison.OrdinalIgnoreCase))
            return NonCommercial;
        if (stated is null)
            return null;
        var words = stated.ToLowerInvariant().Split('-', '_', ' ');
        if (words.Contains("nc") || words.Contains("noncommercial") || words.Contains("research"))
            return NonCommercial;
        return words.Contains("apple") ? Apple : null;
    }
}

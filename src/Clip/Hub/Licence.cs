namespace Clip.Hub;

/// <summary>What is known of a model's licence.</summary>
/// <param name="Name">Its name, such as <c>MIT</c>; null where none is stated.</param>
/// <param name="Restriction">Why one should read it before use, in a few words; null where nothing is known to speak for that.</param>
public sealed record Licence(string? Name, string? Restriction)
{
    internal const string NonCommercial = "non-commercial use only";
    internal const string Apple = "Apple's own terms";

    /// <summary>From the curated table, else from what the hub says of the repository.</summary>
    internal static Licence Of(ModelReference model, string? stated)
    {
        var known = KnownModels.Find(model.Repository);
        return new Licence(known?.Licence ?? stated, known?.Restriction ?? RestrictionOf(model, stated));
    }

    private static string? RestrictionOf(ModelReference model, string? stated)
    {
        // Its exporter states no licence; the weights keep that of their authors.
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

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>Format 4: the full-text index of captions, keywords and names.</summary>
    private const string WordIndex = "";
}

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>Format 5: metadata that an older version did not read.</summary>
    private const string RereadMetadata = "";
}

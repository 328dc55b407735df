namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>Format 3: what identifies an unchanged file beyond its size and time.</summary>
    private const string FileIdentity = "";
}

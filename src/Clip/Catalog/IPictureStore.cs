namespace Clip.Catalog;

/// <summary>What keeps indexes: folders, or a database.</summary>
internal interface IPictureStore
{
    /// <summary>What users call it, without a secret: a name for folders, the address of a database.</summary>
    string Address { get; }
}

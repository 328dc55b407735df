namespace Clip;

/// <summary>A folder of pictures under a name of the user's choice.</summary>
/// <param name="Name">The name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; case does not matter.</param>
/// <param name="Folder">The folder of pictures: a full path.</param>
/// <param name="IndexDirectory">
/// Where its index is kept: a full path; null for the usual place inside the folder.
/// </param>
public sealed record PictureLibrary(string Name, string Folder, string? IndexDirectory = null)
{
    /// <summary>The folder and its index.</summary>
    public IndexLocation Location => IndexLocation.For(Folder, IndexDirectory);
}

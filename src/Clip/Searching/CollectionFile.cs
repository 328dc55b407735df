namespace Clip;

/// <summary>A picture file of an answer about a whole collection.</summary>
/// <param name="Path">Relative to the index's root, separated by <c>/</c>.</param>
/// <param name="Location">The index that has it.</param>
/// <param name="Caption">The first of the captions stored with it, or null.</param>
public record CollectionFile(string Path, IndexLocation Location, string? Caption)
{
    /// <summary>The full path.</summary>
    public string FullPath => Location.Full(Path);
}

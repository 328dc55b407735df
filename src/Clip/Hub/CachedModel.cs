namespace Clip.Hub;

/// <summary>A model in the cache.</summary>
/// <param name="Model">The repository; its revision is a branch or tag where one refers to the commit.</param>
/// <param name="Commit">The commit: 40 hexadecimal digits.</param>
/// <param name="Folder">The folder to load it from.</param>
/// <param name="Layout">How its files are laid out.</param>
/// <param name="Files">The files in the cache, with <c>/</c> between folders.</param>
/// <param name="Bytes">The length of these files.</param>
internal sealed record CachedModel(
    ModelReference Model, string Commit, string Folder, ModelLayout Layout, IReadOnlyList<string> Files, long Bytes);

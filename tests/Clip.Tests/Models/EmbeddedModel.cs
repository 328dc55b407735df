namespace Clip.Tests.Models;

/// <summary>The model and the pictures that travel with the program.</summary>
internal static class EmbeddedModel
{
    public static string Folder => Path.Combine(Repository.Root, "models", "clip-mini");

    public static string Gallery => Path.Combine(Repository.Root, "gallery");

    public static ClipModel Load() => ClipModel.Load(Folder);
}

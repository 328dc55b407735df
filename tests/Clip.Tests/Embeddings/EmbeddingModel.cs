using Clip.Tests.Models;
using Microsoft.Extensions.AI;

namespace Clip.Tests.Embeddings;

/// <summary>The embedded model, and photos of the gallery as contents.</summary>
public sealed class EmbeddingModel : IDisposable
{
    public ClipModel Model { get; } = EmbeddedModel.Load();

    public static DataContent Photo(string name, string mediaType = "image/jpeg") =>
        new(File.ReadAllBytes(Path.Combine(EmbeddedModel.Gallery, "photos", name)), mediaType);

    public static string PathOf(string name) => Path.Combine(EmbeddedModel.Gallery, "photos", name);

    public void Dispose() => Model.Dispose();
}

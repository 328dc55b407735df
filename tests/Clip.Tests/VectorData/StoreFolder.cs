using Microsoft.Extensions.AI;

namespace Clip.Tests.VectorData;

/// <summary>A store for one test, in memory or in a folder of its own, which can be opened again.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly TestFolder? _folder;
    private readonly IEmbeddingGenerator? _generator;

    public StoreFolder(bool onDisk, IEmbeddingGenerator? generator = null)
    {
        _folder = onDisk ? new TestFolder() : null;
        _generator = generator;
        Store = Open();
    }

    public ClipVectorStore Store { get; private set; }

    public string Path => _folder!.Path;

    /// <summary>What is on the disk, where there is one: the same store, disposed and opened again.</summary>
    public ClipVectorStore Reopen()
    {
        if (_folder is null)
            return Store;
        Store.Dispose();
        return Store = Open();
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder?.Dispose();
    }

    private ClipVectorStore Open() => new(new() { Folder = _folder?.Path, EmbeddingGenerator = _generator });
}

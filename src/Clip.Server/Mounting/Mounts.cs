using Clip.Searching;
using Clip.Server.Metrics;
using Clip.Server.Problems;

namespace Clip.Server.Mounting;

/// <summary>All models and libraries of a server, by name.</summary>
internal sealed class Mounts : IAsyncDisposable
{
    private readonly Dictionary<string, MountedModel> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MountedLibrary> _libraries = new(StringComparer.Ordinal);
    private readonly List<MountedFolder> _folders = [];

    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public Mounts(ClipServerOptions options, ServerMetrics metrics)
    {
        options.Validate();
        foreach (var model in options.Models)
            _models.Add(model.Name, new MountedModel(model, options, metrics));
        foreach (var library in options.Libraries)
        {
            var mounted = new MountedLibrary(library, _models[library.Model], _folders.Count);
            _libraries.Add(library.Name, mounted);
            _folders.AddRange(mounted.Folders);
        }
        Models = [.. options.Models.Select(model => _models[model.Name])];
        Libraries = [.. options.Libraries.Select(library => _libraries[library.Name])];
    }

    /// <summary>In the order in which they were mounted.</summary>
    public IReadOnlyList<MountedModel> Models { get; }

    /// <inheritdoc cref="Models"/>
    public IReadOnlyList<MountedLibrary> Libraries { get; }

    /// <summary>The model of a name; the first for none.</summary>
    /// <exception cref="RequestException">There is no such model.</exception>
    public MountedModel Model(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return Models[0];
        return _models.TryGetValue(name, out var model)
            ? model
            : throw RequestException.UnknownModel(name, _models.Keys);
    }

    /// <summary>The library of a name; the first for none.</summary>
    /// <exception cref="RequestException">There is no such library, or none at all.</exception>
    public MountedLibrary Library(string? name)
    {
        if (Libraries.Count == 0)
            throw RequestException.NotFound("This server has no library of pictures.");
        if (string.IsNullOrEmpty(name))
            return Libraries[0];
        return _libraries.TryGetValue(name, out var library)
            ? library
            : throw RequestException.NotFound(
                $"There is no library '{name}' here; this server has: {string.Join(", ", _libraries.Keys)}.");
    }

    /// <summary>The picture of an id: its folder, what the index holds of it, and where its file is.</summary>
    /// <exception cref="RequestException">There is no such picture.</exception>
    public (MountedFolder Folder, FileRecord File, string? FullPath) Picture(string id)
    {
        if (PictureId.Parse(id) is var (number, path) && number < _folders.Count)
        {
            var folder = _folders[number];
            if (PictureFileAccess.Find(folder.Index, folder.Folder, path) is var (file, fullPath))
                return (folder, file, fullPath);
        }
        throw RequestException.NotFound("There is no such picture in the library.");
    }

    /// <summary>The library that a folder belongs to.</summary>
    public MountedLibrary LibraryOf(MountedFolder folder) =>
        Libraries.First(library => library.Folders.Contains(folder));

    public async ValueTask DisposeAsync()
    {
        foreach (var library in Libraries)
            library.Dispose();
        foreach (var model in Models)
            await model.DisposeAsync().ConfigureAwait(false);
    }
}

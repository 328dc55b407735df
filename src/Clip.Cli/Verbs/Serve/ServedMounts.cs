using Clip.Cli.Inputs;
using Clip.Searching;
using Clip.Server;

namespace Clip.Cli.Verbs.Serve;

/// <summary>The models and libraries of a server, opened; disposing of this releases the models.</summary>
internal sealed class ServedMounts : IDisposable
{
    private readonly MountSettings _settings;
    private readonly IndexModels _ofIndexes;
    private readonly List<MountedModelOptions> _models = [];
    private readonly List<ClipModel> _loaded = [];

    private ServedMounts(MountSettings settings)
    {
        _settings = settings;
        _ofIndexes = new IndexModels(settings.Model);
    }

    public IReadOnlyList<MountedModelOptions> Models => _models;

    public IReadOnlyList<MountedLibraryOptions> Libraries { get; private set; } = [];

    /// <summary>Opens what the settings name.</summary>
    /// <exception cref="ClipException">A model cannot be opened, or a name occurs twice.</exception>
    public static ServedMounts Open(MountSettings settings)
    {
        var mounts = new ServedMounts(settings);
        try
        {
            foreach (var named in settings.Models)
            {
                var model = ModelInput.Load(settings.Model with { Name = named.Value });
                mounts._loaded.Add(model);
                mounts.Add(named.Name ?? model.Name, model);
            }
            List<MountedLibraryOptions> libraries = [];
            if (mounts.Unnamed() is { Count: > 0 } unnamed)
                libraries.Add(mounts.Library(null, unnamed));
            foreach (var library in settings.Libraries)
            {
                var mounted = mounts.Library(library.Name, [PlaceOf(library)]);
                if (libraries.Exists(other => other.Name == mounted.Name))
                    throw new ClipException($"--library {library.Name}", "is the name of two libraries", "rename one");
                libraries.Add(mounted);
            }
            mounts.Libraries = libraries;
            return mounts;
        }
        catch
        {
            mounts.Dispose();
            throw;
        }
    }

    /// <summary>Makes them what a server serves.</summary>
    public void AddTo(ClipServerOptions options)
    {
        foreach (var model in _models)
            options.Models.Add(model);
        foreach (var library in Libraries)
            options.Libraries.Add(library);
    }

    public void Dispose()
    {
        _ofIndexes.Dispose();
        _loaded.ForEach(static model => model.Dispose());
    }

    /// <summary>The folders of the library that the roots or the database make.</summary>
    private List<SearchedFolder> Unnamed() => _settings.Store is { } store
        ? Kept(store, _settings.Roots)
        : [.. _settings.Roots.Select(static root => PlaceOf(new PictureLibrary("", root))).Distinct()];

    /// <summary>
    /// Where the pictures of a library are indexed: with those of a folder above it, where that has an index.
    /// </summary>
    private static SearchedFolder PlaceOf(PictureLibrary library) =>
        library.IndexDirectory is null && EnclosingIndex.Find(library.Location) is { } above
            ? new SearchedFolder(above.Location, above.Folder)
            : new SearchedFolder(library.Location);

    /// <summary>A library; without a name it has that of its model.</summary>
    private MountedLibraryOptions Library(string? name, List<SearchedFolder> folders)
    {
        var known = folders.Find(static folder => PictureIndex.Exists(folder.Location)) ?? folders[0];
        var model = ModelOf(known.Location);
        return new MountedLibraryOptions(name ?? model, model, folders) { Update = _settings.Updates };
    }

    /// <summary>The libraries of a database; a root says where this machine has the pictures of one.</summary>
    private static List<SearchedFolder> Kept(PostgresStore store, IReadOnlyList<string> roots)
    {
        var all = store.FindAllLibraries();
        return roots.Count == 0
            ? [.. all.Select(static library => new SearchedFolder(library))]
            : [.. roots.Select(root => new SearchedFolder(store.LibraryAt(all, root)))];
    }

    /// <summary>
    /// The name of the model that an index uses. Models that are named decide; without any, the index's own is mounted.
    /// </summary>
    private string ModelOf(IndexLocation location)
    {
        if (_settings.Models.Count > 0)
        {
            var fingerprint = FingerprintOf(location);
            var fitting = _models.Find(mounted => mounted.Model.Fingerprint == fingerprint);
            return (fitting ?? _models[0]).Name;
        }
        var model = _ofIndexes.For(location);
        if (_models.Find(mounted => mounted.Model == model) is { } known)
            return known.Name;
        Add(model.Name, model);
        return model.Name;
    }

    private static string? FingerprintOf(IndexLocation location)
    {
        if (!PictureIndex.Exists(location))
            return null;
        try
        {
            using var index = PictureIndex.Open(location);
            return index.Model.Fingerprint;
        }
        catch (IndexException)
        {
            // What is wrong with it is reported where it is used.
            return null;
        }
    }

    private void Add(string name, ClipModel model)
    {
        if (_models.Exists(mounted => mounted.Name == name))
            throw new ClipException($"--model {name}", "is the name of two models", "write --model NAME=DIR for each");
        _models.Add(new MountedModelOptions(name, model));
    }
}

using Clip.Models.Configuration;
using Clip.Models.Sentence;

namespace Clip.Models.Layouts;

/// <summary>
/// The names of a model's files, from a folder on disk or from a hub's listing. Folders are written relative to the
/// model's, with a slash at their end; the model's own folder is the empty text. Not thread-safe.
/// </summary>
internal sealed class FileNames
{
    /// <summary>The folder in which most exporters put graphs.</summary>
    public const string OnnxFolder = "onnx/";

    private readonly Dictionary<string, IReadOnlySet<string>> _known = new(StringComparer.Ordinal);
    private readonly Func<string, IEnumerable<string>> _list;
    private readonly Func<FileNames, string?> _findTransformer;
    private bool _isTransformerKnown;

    private FileNames(Func<string, IEnumerable<string>> list, Func<FileNames, string?> findTransformer)
    {
        _list = list;
        _findTransformer = findTransformer;
    }

    /// <summary>
    /// The folder of a sentence-transformers model's transformer; empty for the model's own, and null where the model
    /// has no <c>modules.json</c>. On disk that file states it. A listing shows only names, of which the usual one,
    /// such as <c>0_Transformer/</c>, is recognized.
    /// </summary>
    /// <exception cref="ModelException">The file on disk cannot be used.</exception>
    public string? TransformerFolder
    {
        get
        {
            if (!_isTransformerKnown)
                field = Has(ModelFileNames.Modules) ? _findTransformer(this) : null;
            _isTransformerKnown = true;
            return field;
        }
    }

    /// <summary>The names in a folder on disk. Subfolders are listed on first use.</summary>
    /// <exception cref="IOException">Later, when a folder cannot be listed.</exception>
    public static FileNames InFolder(string folder) => new(
        name => ListFolder(PathOf(folder, name)),
        _ => AsFolder(SentenceModules.TransformerFolder(PathOf(folder, ModelFileNames.Modules))));

    /// <summary>The names that a hub lists.</summary>
    /// <param name="paths">All files of the repository, with <c>/</c> between folders.</param>
    public static FileNames Listed(IEnumerable<string> paths)
    {
        var folders = paths.ToLookup(FolderOf, NameOf, StringComparer.Ordinal);
        return new FileNames(
            name => folders[name], names => UsualTransformer(names, folders.Select(static folder => folder.Key)));
    }

    /// <summary>
    /// The names of the files in a folder, without those in its subfolders; empty where there is none.
    /// </summary>
    public IReadOnlySet<string> In(string folder)
    {
        if (!_known.TryGetValue(folder, out var names))
            _known[folder] = names = _list(folder).ToHashSet(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Whether there is a file of a name.</summary>
    public bool Has(string path) => In(FolderOf(path)).Contains(NameOf(path));

    /// <summary>The first of several names in a folder, as a path; null where none of them is there.</summary>
    public string? First(string folder, IEnumerable<string> names)
    {
        var found = names.FirstOrDefault(In(folder).Contains);
        return found is null ? null : folder + found;
    }

    /// <summary>The folder in a path.</summary>
    public static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    /// <summary>
    /// The folder that the files beside a graph belong to: the graph's, or the one above <c>onnx</c>.
    /// </summary>
    public static string TowerFolderOf(string graph)
    {
        var folder = FolderOf(graph);
        return folder == OnnxFolder || folder.EndsWith("/" + OnnxFolder, StringComparison.Ordinal)
            ? folder[..^OnnxFolder.Length]
            : folder;
    }

    /// <summary>A name as a path on disk.</summary>
    public static string PathOf(string folder, string name) => Path.Combine([folder, .. name.Split('/')]);

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string AsFolder(string name) => name.Length == 0 || name.EndsWith('/') ? name : name + "/";

    private static IEnumerable<string> ListFolder(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path).Select(static file => Path.GetFileName(file)) : [];

    private static string UsualTransformer(FileNames names, IEnumerable<string> folders) => folders
        .Select(static folder => folder[..(folder.IndexOf('/', StringComparison.Ordinal) + 1)])
        .Where(static folder => folder.StartsWith("0_", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .FirstOrDefault(folder => new GraphVariants(names, new GraphPlace(folder, GraphPlace.OnlyGraph)).Exist, "");
}

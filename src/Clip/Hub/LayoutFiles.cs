using Clip.Models.Configuration;
using Clip.Models.Layouts;

namespace Clip.Hub;

/// <summary>
/// The files of a repository that its layout needs, chosen by the loader's <see cref="LayoutTable"/>.
/// </summary>
/// <param name="Variant">The variant chosen, such as <c>fp16</c>; <c>fp32</c> for graphs without a suffix.</param>
/// <param name="Graphs">The graphs, one or two.</param>
/// <param name="Files">
/// Graphs, external weights that are named after them, tokenizer, preprocessing and configuration.
/// </param>
internal sealed record LayoutFiles(string Variant, IReadOnlyList<HubFile> Graphs, IReadOnlyList<HubFile> Files)
{
    /// <summary>Chooses the files of a variant.</summary>
    /// <param name="files">All files of the repository.</param>
    /// <param name="variant">
    /// The variant wanted, or one for each tower as <see cref="TowerVariants"/> reads them; null takes the preferred
    /// one.
    /// </param>
    /// <returns>Null where the repository has no known layout, or not that variant of it.</returns>
    public static LayoutFiles? Select(IReadOnlyList<HubFile> files, string? variant) =>
        Select(files, Names(files), TowerVariants.Parse(variant));

    /// <summary>
    /// What <see cref="Select(IReadOnlyList{HubFile}, string?)"/> returns for every choice of variants, the preferred
    /// one first.
    /// </summary>
    public static IEnumerable<LayoutFiles> SelectAll(IReadOnlyList<HubFile> files, string? variant)
    {
        if (variant is not null)
            return Select(files, variant) is { } only ? [only] : [];
        var names = Names(files);
        var variants = LayoutTable.Variants(names);
        return variants.SelectMany(_ => variants, static (text, image) => new TowerVariants(text, image))
            .Prepend(default)
            .Select(wanted => Select(files, names, wanted)).OfType<LayoutFiles>();
    }

    /// <summary>The variants of the graphs in a repository.</summary>
    public static IReadOnlyList<string> Variants(IReadOnlyList<HubFile> files) => LayoutTable.Variants(Names(files));

    private static FileNames Names(IReadOnlyList<HubFile> files) =>
        FileNames.Listed(files.Select(static file => file.Path));

    private static LayoutFiles? Select(IReadOnlyList<HubFile> files, FileNames names, TowerVariants wanted)
    {
        var match = LayoutTable.Match(names, wanted).FirstOrDefault(static match => match.Lacking is null);
        // Beside a tower whose counterpart is missing, another graph is probably that, under a name of its own.
        var graphs = match is null or { IsLone: true } ? Unnamed(names, wanted) : [];
        if (match is not null && graphs.Count < 2)
            graphs = [.. new[] { match.Text, match.Image }.OfType<GraphFile>().Distinct()];
        var isSentence = match?.Row.Layout == ModelLayout.SentenceTransformer;
        return graphs.Count == 0 ? null : Complete(files, names, graphs, isSentence);
    }

    /// <summary>
    /// Graphs of other names, one or two: a listing does not show which tower each is, so that there may be only one of
    /// each. Empty where there are more, or not the variant wanted.
    /// </summary>
    private static List<GraphFile> Unnamed(FileNames names, TowerVariants wanted)
    {
        var graphs = LayoutTable.AllGraphs(names);
        if (graphs.Count is not (1 or 2) || wanted.Text != wanted.Image)
            return [];
        List<GraphFile> chosen = [.. graphs.Select(graph => graph.Variants.Choose(wanted.Text)).OfType<GraphFile>()];
        return chosen.Count == graphs.Count ? chosen : [];
    }

    private static LayoutFiles Complete(
        IReadOnlyList<HubFile> files, FileNames names, IReadOnlyList<GraphFile> towers, bool isSentence)
    {
        var variant = string.Join('+', towers.Select(static tower => tower.Variant).Distinct());
        IReadOnlyList<string> graphs = [.. towers.Select(static tower => tower.Path)];
        var byPath = files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        // Towers in folders of their own have their tokenizer and preprocessing there; those of others are at the root.
        var folders = graphs.Select(FileNames.TowerFolderOf).Append("").Distinct(StringComparer.Ordinal);
        var configurations = folders
            .SelectMany(folder => ConfigurationsIn(folder, byPath))
            .Select(path => byPath.GetValueOrDefault(path)).OfType<HubFile>();
        var modules = isSentence ? SentenceModules(files, names) : [];
        var weights = files.Where(file => graphs.Any(graph => IsExternalOf(file.Path, graph)));
        IReadOnlyList<HubFile> graphFiles = [.. graphs.Select(graph => byPath[graph])];
        return new LayoutFiles(variant, graphFiles, [.. configurations, .. modules, .. weights, .. graphFiles]);
    }

    /// <summary>
    /// What may lie in a tower's folder; where there is no complete tokenizer, the vocabularies that stand for it.
    /// </summary>
    private static IEnumerable<string> ConfigurationsIn(string folder, Dictionary<string, HubFile> files)
    {
        var names = files.ContainsKey(folder + ModelFileNames.Tokenizer)
            ? ModelFileNames.Configurations
            : [.. ModelFileNames.Configurations, .. ModelFileNames.VocabularyParts];
        return names.Select(name => folder + name);
    }

    /// <summary>modules.json and the modules after the transformer, in folders such as <c>1_Pooling</c>.</summary>
    private static IEnumerable<HubFile> SentenceModules(IReadOnlyList<HubFile> files, FileNames names)
    {
        foreach (var file in files)
        {
            var folder = FileNames.FolderOf(file.Path);
            var isModule = char.IsAsciiDigit(file.Path[0]) && folder.Contains('_', StringComparison.Ordinal)
                && folder.IndexOf('/', StringComparison.Ordinal) == folder.Length - 1
                && folder != names.TransformerFolder;
            if (file.Path == ModelFileNames.Modules || (isModule && IsModuleFile(names, folder, file.Path)))
                yield return file;
        }
    }

    private static bool IsModuleFile(FileNames names, string folder, string path) =>
        path == folder + ModelFileNames.Config || path == names.First(folder, ModelFileNames.ModuleWeights);

    /// <summary>
    /// The usual names of weights that an exporter puts beside a graph: <c>X.onnx_data</c>, <c>X.onnx_data_1</c>,
    /// <c>X.onnx.data</c>. Other names are stated in the graph, so that they are known once it is downloaded.
    /// </summary>
    private static bool IsExternalOf(string path, string graph) =>
        path.StartsWith(graph + "_data", StringComparison.Ordinal) || path == graph + ".data";
}

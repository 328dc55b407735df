using Clip.Models.Configuration;

namespace Clip.Models.Layouts;

/// <summary>
/// The known layouts by the names of their files. Both the loader and the downloader read this table, so that they
/// agree on what a model is. A new layout is a new row.
/// </summary>
internal static class LayoutTable
{
    /// <summary>
    /// The rows; of rows of the same kind (see <see cref="Match"/>) the first that applies is preferred.
    /// </summary>
    public static IReadOnlyList<LayoutRow> Rows { get; } =
    [
        new(ModelLayout.Split, new("", "text_model"), new("", "vision_model")),
        new(ModelLayout.TextualVisual, new("textual/", GraphPlace.OnlyGraph), new("visual/", GraphPlace.OnlyGraph))
        {
            Preprocessors =
            [
                ModelFileNames.OpenClipPreprocessor,
                .. ModelFileNames.Preprocessors.Except([ModelFileNames.OpenClipPreprocessor]),
            ],
        },
        new(ModelLayout.EncoderPair, new("", "text_encoder"), new("", "image_encoder")),
        // Old sentence-transformers models keep the transformer in a folder of its own; its graph is there or at the
        // root.
        Single(ModelLayout.SentenceTransformer, GraphPlace.Transformer, ModelFileNames.Modules),
        Single(ModelLayout.SentenceTransformer, "", ModelFileNames.Modules),
        // The inputs of the graph show whether it is combined or a single tower.
        Single(ModelLayout.Combined, ""),
    ];

    /// <summary>
    /// The layouts that names fit, best first: complete pairs of towers, then graphs called <c>model</c>, which may be
    /// anything, then towers whose counterpart is missing. A listing does not show the inputs of graphs, so the
    /// downloader takes the first match; the loader takes the first whose graphs are what the match says.
    /// </summary>
    public static IEnumerable<LayoutMatch> Match(FileNames names, TowerVariants wanted)
    {
        foreach (var match in Pairs().Where(static match => match is { Text: not null, Image: not null }))
            yield return match;
        foreach (var row in Rows.Where(row => !row.IsPair && Applies(row, names)))
        {
            if (LayoutMatch.Of(row, names, wanted) is { } match)
                yield return match;
        }
        foreach (var match in Pairs().Where(static match => match.Text is null || match.Image is null))
            yield return match;

        IEnumerable<LayoutMatch> Pairs() => Rows
            .Where(static row => row.IsPair)
            .Select(row => LayoutMatch.Of(row, names, wanted)).OfType<LayoutMatch>();
    }

    /// <summary>
    /// The graphs where a loader looks, whatever their names: those whose names differ only in a known variant are one.
    /// </summary>
    public static IReadOnlyList<NamedGraphs> AllGraphs(FileNames names) =>
    [
        .. from folder in (string[])[FileNames.OnnxFolder, ""]
           from name in names.In(folder).Order(StringComparer.Ordinal)
           where name.EndsWith(GraphVariants.Extension, StringComparison.Ordinal)
           let parts = GraphVariants.Split(name)
           group (parts.Variant, Path: folder + name) by parts.Stem into files
           select new NamedGraphs(new GraphPlace("", files.Key), new GraphVariants(files)),
    ];

    /// <summary>The variants of all towers in the order of preference.</summary>
    public static IReadOnlyList<string> Variants(FileNames names) =>
    [
        .. Rows.Where(row => Applies(row, names))
            .SelectMany(static row => (GraphPlace[])[row.Text, row.Image]).Distinct()
            .SelectMany(place => new GraphVariants(names, place).Names)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(GraphVariants.Rank).ThenBy(static name => name, StringComparer.Ordinal),
    ];

    private static LayoutRow Single(ModelLayout layout, string folder, string? marker = null)
    {
        var place = new GraphPlace(folder, GraphPlace.OnlyGraph);
        return new LayoutRow(layout, place, place) { Marker = marker };
    }

    private static bool Applies(LayoutRow row, FileNames names) => row.Marker is null || names.Has(row.Marker);
}

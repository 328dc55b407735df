using Clip.Models.Configuration;
using Clip.Models.Onnx;

namespace Clip.Models.Layouts;

/// <summary>
/// Finds the parts of a model in a folder: takes the first layout of the <see cref="LayoutTable"/> whose graphs have
/// the inputs that the layout needs.
/// </summary>
internal sealed class LayoutSelection(string folder)
{
    // A folder with more graphs is not a model, and reading them all would not show which ones are meant.
    private const int MaxUnnamedGraphs = 64;

    private readonly FileNames _names = FileNames.InFolder(folder);

    /// <summary>The model's parts; null where no layout fits.</summary>
    /// <exception cref="ModelException">
    /// A layout fits, but lacks the variant wanted, or a graph cannot be read.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public ModelFolder? Find(TowerVariants wanted)
    {
        var matches = LayoutTable.Match(_names, wanted).ToList();
        // One tower alone beside a graph called "model": only a graph with both towers hides it.
        var hasLoneTower = matches.Any(static match => match.Row.IsPair);
        foreach (var match in matches)
        {
            var found = match switch
            {
                // The counterpart may have a name of another convention.
                { IsLone: true } => FromOtherNames(wanted) ?? FromPair(match),
                { Row.IsPair: true } => FromPair(match),
                { Row.Layout: ModelLayout.SentenceTransformer } => FromSentenceTransformer(match),
                _ => FromInputs(match, wanted, onlyCombined: hasLoneTower),
            };
            if (found is not null)
                return found;
        }
        return FromUnnamed(wanted);
    }

    /// <summary>Both towers from graphs of any names; null where the inputs do not show exactly one of each.</summary>
    private ModelFolder? FromOtherNames(TowerVariants wanted)
    {
        try
        {
            return FromUnnamed(wanted) is { Text: not null, Image: not null } both ? both : null;
        }
        catch (ModelException)
        {
            // A graph that cannot be read may belong to something else, and the tower that was found is complete.
            return null;
        }
    }

    private ModelFolder FromPair(LayoutMatch match)
    {
        RefuseLackingVariant(match.Lacking);
        return Parts(match.Row, match.Row.Layout, match.Text, match.Image);
    }

    private ModelFolder? FromSentenceTransformer(LayoutMatch match)
    {
        if (match.Text is null || InputsOf(match.Text.Path) is not { Text: true, Pictures: false })
            return null;
        var hasTokenizer = HasVocabulary(_names.TransformerFolder!);
        return Parts(match.Row, match.Row.Layout, match.Text, null) with
        {
            TextFolder = hasTokenizer ? AtFolder(_names.TransformerFolder!) : folder,
        };
    }

    private ModelFolder? FromInputs(LayoutMatch match, TowerVariants wanted, bool onlyCombined)
    {
        var any = match.Text ?? match.Image!;
        var takes = InputsOf(any.Path);
        if (takes is { Text: false, Pictures: false })
        {
            var graph = OnnxGraph.Read(At(any.Path));
            throw new ModelException(
                graph.Path,
                $"takes neither texts nor pictures ({string.Join(", ", graph.Inputs.Select(input => input.Name))})",
                "give the graphs of a text and an image encoder");
        }
        var isCombined = takes is { Text: true, Pictures: true };
        if (onlyCombined && !isCombined)
            return null;
        if (!isCombined && FromOtherNames(wanted) is { } both)
            return both;
        if ((takes.Text && match.Text is null) || (takes.Pictures && match.Image is null))
            RefuseLackingVariant(match.Lacking);
        // Where a combined model has several variants, each tower may be cut out of its own.
        return Parts(
            match.Row, isCombined ? ModelLayout.Combined : ModelLayout.SingleTower,
            takes.Text ? match.Text : null, takes.Pictures ? match.Image : null);
    }

    /// <summary>Graphs of any names, told apart by their inputs.</summary>
    private ModelFolder? FromUnnamed(TowerVariants wanted)
    {
        var graphs = LayoutTable.AllGraphs(_names);
        if (graphs.Count is 0 or > MaxUnnamedGraphs)
            return null;
        List<NamedGraphs> texts = [], images = [];
        foreach (var graph in graphs)
        {
            var takes = InputsOf(graph.Variants.Choose(null)!.Path);
            if (takes.Text)
                texts.Add(graph);
            if (takes.Pictures)
                images.Add(graph);
        }
        // Two graphs for the same tower would leave the choice to chance.
        if (texts.Count > 1 || images.Count > 1 || texts.Count + images.Count == 0)
            return null;
        return Parts(
            LayoutTable.Rows[^1], ModelLayout.Unnamed, Choose(texts.FirstOrDefault(), wanted.Text),
            Choose(images.FirstOrDefault(), wanted.Image));
    }

    private GraphFile? Choose(NamedGraphs? graphs, string? variant)
    {
        var chosen = graphs?.Variants.Choose(variant);
        if (chosen is null && graphs is not null)
            RefuseLackingVariant(new LackingVariant(graphs.Place, variant!, graphs.Variants.Names));
        return chosen;
    }

    private ModelFolder Parts(LayoutRow row, ModelLayout layout, GraphFile? text, GraphFile? image)
    {
        var imageFolder = row.IsPair ? row.Image.Folder : "";
        // The tokenizer of a tower with a folder of its own may lie beside that folder.
        var textFolder = row.IsPair && (HasVocabulary(row.Text.Folder) || !HasVocabulary("")) ? row.Text.Folder : "";
        var preprocessor = _names.First(imageFolder, row.Preprocessors) ?? _names.First("", row.Preprocessors);
        return new ModelFolder(
            folder, layout, AtFile(text), AtFile(image), AtFolder(textFolder),
            preprocessor is null ? null : At(preprocessor), At(imageFolder + row.Preprocessors[0]));
    }

    private (bool Text, bool Pictures) InputsOf(string graph)
    {
        var signature = OnnxGraph.Read(At(graph));
        return (GraphSignature.TokenIds(signature) is not null, GraphSignature.Pixels(signature) is not null);
    }

    private bool HasVocabulary(string inFolder) => _names.First(inFolder, ModelFileNames.Vocabularies) is not null;

    private GraphFile? AtFile(GraphFile? graph) => graph is null ? null : graph with { Path = At(graph.Path) };

    private string At(string name) => FileNames.PathOf(folder, name);

    private string AtFolder(string name) => name.Length == 0 ? folder : Path.TrimEndingDirectorySeparator(At(name));

    private void RefuseLackingVariant(LackingVariant? lacking)
    {
        if (lacking is null)
            return;
        throw new ModelException(
            folder, $"has no variant '{lacking.Variant}' of {lacking.Place}",
            $"choose among {string.Join(", ", lacking.Available)}, or download it");
    }
}

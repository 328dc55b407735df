using Clip.Models.Configuration;
using Clip.Models.Layouts;
using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>What the files of a model say about one tower.</summary>
/// <param name="Folder">The tower's folder.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Graph">Its graph; null where the folder does not have this tower.</param>
/// <param name="Output">The graph's embedding; null without a graph.</param>
internal sealed record ModelTower(ModelFolder Folder, ModelConfig Config, OnnxGraph? Graph, EmbeddingOutput? Output)
{
    /// <summary>Reads both towers of a model. Files that they share are read once.</summary>
    /// <exception cref="ModelException">A file is missing or damaged.</exception>
    public static (ModelTower Text, ModelTower Image) Read(ModelFolder textFolder, ModelFolder imageFolder)
    {
        var config = ModelConfig.Read(textFolder.Config);
        var graph = textFolder.Text is null ? null : OnnxGraph.Read(textFolder.Text.Path);
        var text = new ModelTower(
            textFolder, config, graph, graph is null ? null : EmbeddingOutput.OfText(graph, textFolder));

        if (imageFolder != textFolder)
            config = ModelConfig.Read(imageFolder.Config);
        if (imageFolder.Image is null)
            graph = null;
        else if (imageFolder.Image != textFolder.Text)
            graph = OnnxGraph.Read(imageFolder.Image.Path);
        var image = new ModelTower(imageFolder, config, graph, graph is null ? null : EmbeddingOutput.OfImage(graph));
        return (text, image);
    }

    /// <summary>The graph of a tower that is needed.</summary>
    /// <param name="name">The tower's name, for the message.</param>
    /// <exception cref="ModelException">The folder does not have the tower.</exception>
    public OnnxGraph Require(string name) => Graph ?? throw new ModelException(
        Folder.Folder, $"has no {name} tower",
        "use a model that has both, download the missing graph, or give the other tower's folder too");
}

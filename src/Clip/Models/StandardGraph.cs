using Clip.Devices;
using Clip.Models.Caching;
using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>
/// A tower in a form that is the same whatever the exporter, and in 32 bits where its files have 16. See
/// <see cref="SessionFactory.SaveStandard"/>.
/// </summary>
/// <param name="Graph">The graph.</param>
/// <param name="Folder">The folder of its weights, which gets further files.</param>
internal sealed record StandardGraph(EditedGraph Graph, string Folder)
{
    /// <summary>Saves and reads the form of a tower.</summary>
    /// <param name="graph">The graph file.</param>
    /// <param name="source">The tower.</param>
    /// <param name="sessions">Opens sessions on the processor.</param>
    /// <param name="folder">An empty folder.</param>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    /// <exception cref="InvalidDataException">The graph has something that cannot be rewritten.</exception>
    public static StandardGraph Of(OnnxGraph graph, GraphSource source, SessionFactory sessions, string folder)
    {
        var found = Save(source, sessions, folder);
        List<string> halves =
        [
            .. graph.Inputs.Concat(graph.Outputs)
                .Where(static value => value.ElementType == OnnxElementType.Float16).Select(static value => value.Name),
        ];
        if (!FloatWidening.Widen(found.Graph, halves, folder, "wide.weights"))
            return found;
        // What ONNX Runtime knows as one operation in 32 bits it may not have recognized among conversions.
        var wide = Directory.CreateDirectory(Path.Combine(folder, "wide")).FullName;
        return Save(found.Source(found.Graph), sessions, wide);
    }

    /// <summary>A changed copy of the graph, to open.</summary>
    public GraphSource Source(EditedGraph changed) => Source(changed.Write());

    /// <inheritdoc cref="Source(EditedGraph)"/>
    public GraphSource Source(byte[] content) =>
        GraphSource.Changed(Path.Combine(Folder, CachedGraph.GraphName), content, Folder);

    private static StandardGraph Save(GraphSource source, SessionFactory sessions, string folder)
    {
        var path = Path.Combine(folder, CachedGraph.GraphName);
        sessions.SaveStandard(source, path);
        return new StandardGraph(EditedGraph.Read(File.ReadAllBytes(path)), folder);
    }
}

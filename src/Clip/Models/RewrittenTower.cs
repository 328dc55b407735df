using Clip.Devices;
using Clip.Files;
using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Models;

/// <summary>
/// The graph of a tower with what is computed in vain left out; the embeddings are the same. Kept in the cache of
/// graphs.
/// </summary>
internal static class RewrittenTower
{
    // With its weights in a file of their own, the graph of a large model takes a few megabytes.
    private const long MaxWithoutWeights = 64 << 20;

    /// <summary>The tower to open instead; null where there is nothing to leave out, or the graph is damaged.</summary>
    /// <param name="graph">The graph file.</param>
    /// <param name="output">The output that the tower computes.</param>
    /// <param name="multipliesPatches">Whether patches are embedded by a product instead of a convolution.</param>
    public static GraphSource? Of(OnnxGraph graph, string output, bool multipliesPatches)
    {
        try
        {
            return graph.ExternalFiles.Count == 0
                ? InOneFile(graph, output, multipliesPatches)
                : BesideWeights(graph, output, multipliesPatches);
        }
        catch (Exception error) when (error is InvalidDataException || UnreadableFile.Is(error))
        {
            return null; // ONNX Runtime says what is wrong with it
        }
    }

    private static GraphSource? BesideWeights(OnnxGraph graph, string output, bool multipliesPatches)
    {
        if (new FileInfo(graph.Path).Length > MaxWithoutWeights || ExternalWeights.Of(graph) is not { } weights)
            return null;
        var tower = OnnxTower.Cut(File.ReadAllBytes(graph.Path), output, weights.Relocate);
        return Rewrite(EditedGraph.Read(tower), graph.Path, weights.Folder, multipliesPatches);
    }

    /// <summary>The weights are not copied: the changed graph names their places in the file.</summary>
    private static unsafe GraphSource? InOneFile(OnnxGraph graph, string output, bool multipliesPatches)
    {
        if (graph.IsCombined)
            return null;
        // ONNX Runtime takes weights from files in the folder that it gets, but does not follow links out of it.
        var path = File.ResolveLinkTarget(graph.Path, returnFinalTarget: true)?.FullName
            ?? Path.GetFullPath(graph.Path);
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length is 0 or > int.MaxValue)
            return null;
        using var view = FileView.Open(file, length);
        var content = new ReadOnlySpan<byte>(view.Start, (int)length);
        var edited = EditedGraph.Read(content, Path.GetFileName(path));
        edited.KeepOutput(output);
        return Rewrite(edited, graph.Path, Path.GetDirectoryName(path)!, multipliesPatches);
    }

    private static GraphSource? Rewrite(EditedGraph graph, string path, string weights, bool multipliesPatches)
    {
        var isChanged = PooledTail.Rewrite(graph);
        isChanged |= multipliesPatches && PatchProduct.Rewrite(graph);
        return isChanged ? GraphSource.Changed(path, graph.Write(), weights) : null;
    }
}

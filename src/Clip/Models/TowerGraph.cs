using Clip.Devices;
using Clip.Files;
using Clip.Models.Caching;
using Clip.Models.Configuration;
using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>The part of a graph that computes one output, ready to be opened.</summary>
/// <param name="graph">The graph file.</param>
/// <param name="output">The output.</param>
internal sealed class TowerGraph(OnnxGraph graph, string output)
{
    /// <summary>The graph to open: the file, or the tower cut out of a combined graph.</summary>
    /// <exception cref="ModelException">The file cannot be read.</exception>
    public GraphSource Source()
    {
        if (!graph.IsCombined)
            return new GraphSource(graph.Path);
        try
        {
            if (ExternalWeights.Of(graph) is not { } weights)
                return new GraphSource(graph.Path);
            var content = OnnxTower.Cut(File.ReadAllBytes(graph.Path), output, weights.Relocate);
            return GraphSource.Changed(graph.Path, content, weights.Folder);
        }
        catch (InvalidDataException)
        {
            // A graph that cannot be cut still runs as a whole, with an empty input for the other tower.
            return new GraphSource(graph.Path);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw StandInFile.Unreadable(graph.Path, error);
        }
    }

    /// <summary>Whether the tower is a network of many convolutions.</summary>
    public bool IsConvolutional => graph.CountOf("Conv") > 1;

    /// <summary>Opens the graph on a device other than the processor.</summary>
    /// <exception cref="DeviceException">The device cannot be used.</exception>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded on the processor either.</exception>
    public InferenceSession OpenOn(ExecutionProvider provider, SessionFactory sessions, SessionUse use)
    {
        if (provider.ChoosesAlgorithms && RewrittenTower.Of(graph, output, multipliesPatches: true) is { } rewritten)
        {
            try
            {
                return sessions.Open(provider, rewritten, use);
            }
            catch (OnnxRuntimeException)
            {
                // The graph does not load on the processor either: the original one tells.
            }
        }
        return sessions.Open(provider, Source(), use);
    }

    /// <summary>Opens the graph that an earlier process optimized, else optimizes it and saves it.</summary>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public InferenceSession OpenCached(SessionFactory sessions, GraphCache cache, SessionUse use)
    {
        OnnxRuntimePrivacy.Apply();
        var key = GraphCacheKey.Of(ModelFingerprint.OfGraph(graph), output, OrtEnv.Instance().GetVersionString());
        if (OpenSaved(cache, key, sessions, use) is { } saved)
            return saved;

        var saving = ToSave(use);
        try
        {
            return cache.Save(key, path => OpenExact(sessions, saving, Target(cache, path)));
        }
        catch (GraphCacheException)
        {
            return OpenExact(sessions, saving, saveTo: null);
        }
    }

    /// <summary>
    /// What a session is for whose graph is saved: the weights are prepacked, whatever this process needs.
    /// </summary>
    public static SessionUse ToSave(SessionUse use) => use == SessionUse.Few ? SessionUse.Many : use;

    /// <summary>
    /// How to save the tower in a cache: packed, where both towers of such a model have room, or else they would drop
    /// each other.
    /// </summary>
    public GraphTarget Target(GraphCache cache, string path)
    {
        const int towers = 2, packedAndPlain = 2, widened = 2; // weights of 16 bits are saved in 32
        return new GraphTarget(path, cache.HasRoomFor(towers * packedAndPlain * widened * WeightsMemory.Of(graph)));
    }

    /// <summary>Opens the graph on the processor, with what is computed in vain left out.</summary>
    /// <param name="sessions">Opens it.</param>
    /// <param name="use">What the session is for.</param>
    /// <param name="saveTo">Where to save the optimized graph; null saves it nowhere.</param>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public InferenceSession OpenExact(SessionFactory sessions, SessionUse use, GraphTarget? saveTo)
    {
        if (RewrittenTower.Of(graph, output, multipliesPatches: false) is { } rewritten)
        {
            try
            {
                return sessions.Open(ExecutionProvider.Cpu, rewritten, use, saveTo);
            }
            catch (OnnxRuntimeException)
            {
                // The original graph tells what is wrong.
            }
        }
        return sessions.Open(ExecutionProvider.Cpu, Source(), use, saveTo);
    }

    /// <summary>Opens a saved graph; null where there is none. A damaged one is dropped.</summary>
    public static InferenceSession? OpenSaved(
        GraphCache cache, GraphCacheKey key, SessionFactory sessions, SessionUse use)
    {
        if (cache.Find(key) is not { } cached)
            return null;
        // The graph is loaded and verified at the same time; it does not run before it is verified.
        var verified = Task.Run(cached.Verify);
        var opened = OpenOptimized(cached, sessions, use);
        if (verified.GetAwaiter().GetResult() && opened is not null)
            return opened;
        opened?.Dispose();
        cache.Drop(key);
        return null;
    }

    private static InferenceSession? OpenOptimized(CachedGraph cached, SessionFactory sessions, SessionUse use)
    {
        try
        {
            return sessions.Open(ExecutionProvider.Cpu, GraphSource.Optimized(cached.GraphPath), use);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }
}

using Clip.Files;
using Clip.Models.Configuration;
using IOPath = System.IO.Path;

namespace Clip.Models.Onnx;

/// <summary>A file with weights beside the graph.</summary>
/// <param name="Location">Its path relative to the graph's folder.</param>
/// <param name="MinimumLength">The bytes that it must have at least for all weights to be in it.</param>
internal sealed record OnnxExternalFile(string Location, long MinimumLength);

/// <summary>
/// What a graph file says about itself: its inputs, its outputs and the files with its weights. Read straight from the
/// file, because opening a session takes a hundred times as long and reports errors less precisely.
/// </summary>
/// <param name="Path">The graph file.</param>
/// <param name="Inputs">The inputs, without weights.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="ExternalFiles">The files with weights beside it.</param>
internal sealed record OnnxGraph(
    string Path,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyList<OnnxExternalFile> ExternalFiles)
{
    private const string DownloadAgain = "download the file again";

    /// <summary>Whether one graph computes text and picture together: it takes token ids and pixels at once.</summary>
    public bool IsCombined => GraphSignature.TokenIds(this) is not null && GraphSignature.Pixels(this) is not null;

    /// <summary>The names of the outputs, for messages.</summary>
    internal string OutputNames => string.Join(", ", Outputs.Select(static output => output.Name));

    /// <summary>Reads the graph's description and checks that its external weights are there.</summary>
    /// <exception cref="ModelException">
    /// The file is missing, damaged, not a model, or lacks its external weights.
    /// </exception>
    public static OnnxGraph Read(string path)
    {
        OnnxGraph graph;
        try
        {
            graph = Map(path);
        }
        catch (InvalidDataException error)
        {
            throw new ModelException(path, $"is damaged or not an ONNX model ({error.Message})", DownloadAgain, error);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw StandInFile.Unreadable(path, error);
        }
        graph.CheckExternalFiles();
        return graph;
    }

    /// <summary>How many operations of a type there are, such as <c>Conv</c>; 0 where the file is damaged.</summary>
    internal unsafe int CountOf(string operation)
    {
        try
        {
            using var file = File.OpenHandle(Path);
            using var view = FileView.Open(file, RandomAccess.GetLength(file));
            var fields = new ProtobufReader(new ReadOnlySpan<byte>(view.Start, (int)RandomAccess.GetLength(file)));
            var count = 0;
            while (fields.Next())
            {
                if (fields is { Field: OnnxFields.Graph, WireType: 2 })
                    count += OnnxNode.ReadAll(fields.ReadBytes()).Count(node => node.Operation == operation);
                else
                    fields.Skip();
            }
            return count;
        }
        catch (Exception error) when (error is InvalidDataException || UnreadableFile.Is(error))
        {
            return 0;
        }
    }

    /// <summary>The trained scale and bias in the graph's own logits; nulls where it does not show them.</summary>
    /// <param name="output">The output that holds logits.</param>
    internal (double? Scale, double? Bias) ReadLogits(string output)
    {
        try
        {
            return OnnxLogits.Read(File.ReadAllBytes(Path), output);
        }
        catch (InvalidDataException)
        {
            return default; // only the description of scores depends on it
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw StandInFile.Unreadable(Path, error);
        }
    }

    /// <summary>Reads the graph's description and leaves its external weights unchecked.</summary>
    internal static unsafe OnnxGraph Map(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length == 0)
            StandInFile.Refuse(path, []);
        if (stream.Length > int.MaxValue)
            throw new InvalidDataException("a graph file holds at most 2 GB");

        using var view = FileView.Open(stream.SafeFileHandle, stream.Length);
        var content = new ReadOnlySpan<byte>(view.Start, (int)stream.Length);
        StandInFile.Refuse(path, content[..Math.Min(content.Length, 128)]);
        return OnnxGraphReader.Read(path, content);
    }

    private void CheckExternalFiles()
    {
        var folder = IOPath.GetDirectoryName(IOPath.GetFullPath(Path))!;
        foreach (var (location, minimum) in ExternalFiles)
        {
            // A graph that names files outside its own folder could make us read any file.
            if (location.Contains('\0') || FullPath(folder, location) is not { } file)
            {
                throw new ModelException(
                    Path, $"names weights outside its folder ('{location}')", "do not use this model");
            }
            var length = LengthOf(file) ?? throw new ModelException(
                file, $"is missing: it holds weights of {IOPath.GetFileName(Path)}",
                "download it into the same folder");
            if (length >= minimum)
                continue;
            StandInFile.Refuse(file);
            throw new ModelException(file, $"is cut off: {length:N0} of at least {minimum:N0} bytes", DownloadAgain);
        }
    }

    private static string? FullPath(string folder, string location)
    {
        var file = IOPath.GetFullPath(IOPath.Combine(folder, location));
        return file.StartsWith(folder + IOPath.DirectorySeparatorChar, StringComparison.Ordinal) ? file : null;
    }

    /// <summary>
    /// The length of a file or of a link's target, since the hub's cache consists of links; null where there is none.
    /// </summary>
    private static long? LengthOf(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            return RandomAccess.GetLength(handle);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw StandInFile.Unreadable(file, error);
        }
    }
}

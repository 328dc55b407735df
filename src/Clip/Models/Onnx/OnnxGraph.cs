using System.IO.MemoryMappedFiles;

namespace Clip.Models.Onnx;

/// <summary>An input or output of a graph. A null dimension is free: it takes whatever the caller brings.</summary>
/// <param name="Name">The name to feed or fetch it by.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Shape">Its dimensions; empty where the file states no shape.</param>
public sealed record OnnxValue(string Name, OnnxElementType ElementType, IReadOnlyList<long?> Shape);

#pragma warning disable CA1720 // named as onnx.proto names them
/// <summary>The element types that encoders use, numbered as in onnx.proto (TensorProto.DataType).</summary>
public enum OnnxElementType
{
    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>Unsigned bytes.</summary>
    UInt8 = 2,

    /// <summary>Signed bytes.</summary>
    Int8 = 3,

    /// <summary>32-bit integers.</summary>
    Int32 = 6,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,

    /// <summary>Truth values.</summary>
    Bool = 9,

    /// <summary>16-bit floating point.</summary>
    Float16 = 10,

    /// <summary>64-bit floating point.</summary>
    Double = 11,

    /// <summary>16-bit floating point with the range of 32 bits.</summary>
    BFloat16 = 16,
}
#pragma warning restore CA1720

/// <summary>A file beside the graph that holds weights, and how many bytes of it the graph needs.</summary>
/// <param name="Location">Its path relative to the graph's folder.</param>
/// <param name="MinimumLength">Bytes that it must have at least.</param>
public sealed record OnnxExternalFile(string Location, long MinimumLength);

/// <summary>
/// What a graph file says about itself: inputs, outputs and the files its weights lie in. Read straight from the file,
/// because opening a session costs a hundred times as much and tells less about what is wrong.
/// </summary>
/// <param name="Path">The graph file.</param>
/// <param name="Inputs">What must be fed, weights left out.</param>
/// <param name="Outputs">What can be fetched.</param>
/// <param name="ExternalFiles">The files beside it that hold weights.</param>
public sealed record OnnxGraph(
    string Path,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyList<OnnxExternalFile> ExternalFiles)
{
    /// <summary>Whether one graph computes text and picture together: it wants token ids and pixels at once.</summary>
    public bool IsCombined => GraphSignature.TokenIds(this) is not null && GraphSignature.Pixels(this) is not null;

    private const string DownloadAgain = "download the file again";

    /// <summary>Reads the graph's description and checks that its external weights are there.</summary>
    /// <exception cref="ModelException">The file is missing, damaged, not a model, or lacks its external weights.</exception>
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
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StandInFile.Unreadable(path, error);
        }
        graph.CheckExternalFiles();
        return graph;
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
            return default; // no more than a description of scores is lost
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
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

        using var mapped = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var content = new ReadOnlySpan<byte>(start, (int)stream.Length);
            StandInFile.Refuse(path, content[..Math.Min(content.Length, 128)]);
            return OnnxGraphReader.Read(path, content);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private void CheckExternalFiles()
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        foreach (var (location, minimum) in ExternalFiles)
        {
            // A graph that names files outside its own folder would make us read whatever it likes.
            if (location.Contains('\0') || System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, location)) is not { } file
                || !file.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new ModelException(Path, $"names weights outside its folder ('{location}')", "do not use this model");
            }
            var length = LengthOf(file)
                ?? throw new ModelException(file, "is missing: it holds weights of " + System.IO.Path.GetFileName(Path), "download it into the same folder");
            if (length >= minimum)
                continue;
            StandInFile.Refuse(file);
            throw new ModelException(file, $"is cut off: {length:N0} of at least {minimum:N0} bytes", DownloadAgain);
        }
    }

    /// <summary>The length of a file or of what a link leads to: the hub's cache is made of links. Null where there is none.</summary>
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
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StandInFile.Unreadable(file, error);
        }
    }
}

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

    /// <summary>32-bit integers.</summary>
    Int32 = 6,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,

    /// <summary>16-bit floating point.</summary>
    Float16 = 10,
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
        catch (OverflowException error)
        {
            throw new ModelException(path, "is damaged or not an ONNX model", DownloadAgain, error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException(path, "does not exist", "check the model folder, or download the model again", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(path, $"cannot be read ({error.Message})", "check the file's permissions", error);
        }
        graph.CheckExternalFiles();
        return graph;
    }

    /// <summary>Reads the graph's description and leaves its external weights unchecked.</summary>
    internal static unsafe OnnxGraph Map(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length == 0)
            throw new ModelException(path, "is empty", DownloadAgain);
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
            RefuseWhatIsNotAModel(path, content);
            return Parse(path, content);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private static void RefuseWhatIsNotAModel(string path, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("version https://git-lfs"u8))
            throw new ModelException(path, "is a Git LFS pointer, not the model itself", "run 'git lfs pull' or download the file itself");
        if (content[0] == (byte)'<')
            throw new ModelException(path, "is a web page, not a model", "download the file itself; the page may be asking for a login");
    }

    private static OnnxGraph Parse(string path, ReadOnlySpan<byte> content)
    {
        var model = new ProtobufReader(content);
        while (model.Next())
        {
            if (model is { Field: 7, WireType: 2 })
                return ParseGraph(path, model.ReadBytes());
            model.Skip();
        }
        throw new InvalidDataException("no graph inside");
    }

    private static OnnxGraph ParseGraph(string path, ReadOnlySpan<byte> content)
    {
        List<OnnxValue> inputs = [], outputs = [];
        HashSet<string> weights = [];
        Dictionary<string, long> external = [];

        var graph = new ProtobufReader(content);
        while (graph.Next())
        {
            switch (graph)
            {
                case { Field: 5, WireType: 2 }: weights.Add(ParseWeight(graph.ReadBytes(), external)); break;
                case { Field: 11, WireType: 2 }: inputs.Add(ParseValue(graph.ReadBytes())); break;
                case { Field: 12, WireType: 2 }: outputs.Add(ParseValue(graph.ReadBytes())); break;
                default: graph.Skip(); break;
            }
        }
        if (outputs.Count == 0)
            throw new InvalidDataException("no outputs");

        // Old exporters list every weight among the inputs too.
        inputs.RemoveAll(input => weights.Contains(input.Name));
        return new OnnxGraph(path, inputs, outputs, [.. external.Select(file => new OnnxExternalFile(file.Key, file.Value))]);
    }

    /// <summary>Returns the weight's name and notes where its data lies if that is outside.</summary>
    private static string ParseWeight(ReadOnlySpan<byte> content, Dictionary<string, long> external)
    {
        string name = "", location = "";
        long offset = 0, length = 0;
        var weight = new ProtobufReader(content);
        while (weight.Next())
        {
            if (weight is { Field: 8, WireType: 2 })
                name = weight.ReadText();
            else if (weight is { Field: 13, WireType: 2 })
            {
                var (key, value) = ParseEntry(weight.ReadBytes());
                if (key == "location")
                    location = value;
                else if (key == "offset")
                    offset = long.TryParse(value, out var number) ? number : 0;
                else if (key == "length")
                    length = long.TryParse(value, out var number) ? number : 0;
            }
            else
                weight.Skip();
        }
        if (location.Length > 0)
            external[location] = Math.Max(external.GetValueOrDefault(location), checked(offset + length));
        return name;
    }

    private static (string Key, string Value) ParseEntry(ReadOnlySpan<byte> content)
    {
        string key = "", value = "";
        var entry = new ProtobufReader(content);
        while (entry.Next())
        {
            if (entry is { Field: 1, WireType: 2 })
                key = entry.ReadText();
            else if (entry is { Field: 2, WireType: 2 })
                value = entry.ReadText();
            else
                entry.Skip();
        }
        return (key, value);
    }

    private static OnnxValue ParseValue(ReadOnlySpan<byte> content)
    {
        var name = "";
        var type = (OnnxElementType)0;
        List<long?> shape = [];
        var value = new ProtobufReader(content);
        while (value.Next())
        {
            if (value is { Field: 1, WireType: 2 })
                name = value.ReadText();
            else if (value is { Field: 2, WireType: 2 })
                (type, shape) = ParseType(value.ReadBytes());
            else
                value.Skip();
        }
        return new OnnxValue(name, type, shape);
    }

    private static (OnnxElementType Type, List<long?> Shape) ParseType(ReadOnlySpan<byte> content)
    {
        var element = 0;
        List<long?> shape = [];
        var type = new ProtobufReader(content);
        while (type.Next())
        {
            if (type is not { Field: 1, WireType: 2 })
            {
                type.Skip();
                continue;
            }
            var tensor = new ProtobufReader(type.ReadBytes());
            while (tensor.Next())
            {
                if (tensor is { Field: 1, WireType: 0 })
                    element = (int)tensor.ReadVarint();
                else if (tensor is { Field: 2, WireType: 2 })
                    shape = ParseShape(tensor.ReadBytes());
                else
                    tensor.Skip();
            }
        }
        return ((OnnxElementType)element, shape);
    }

    private static List<long?> ParseShape(ReadOnlySpan<byte> content)
    {
        List<long?> shape = [];
        var dimensions = new ProtobufReader(content);
        while (dimensions.Next())
        {
            if (dimensions is not { Field: 1, WireType: 2 })
            {
                dimensions.Skip();
                continue;
            }
            long? size = null;
            var dimension = new ProtobufReader(dimensions.ReadBytes());
            while (dimension.Next())
            {
                if (dimension is { Field: 1, WireType: 0 })
                    size = (long)dimension.ReadVarint();
                else
                    dimension.Skip();
            }
            shape.Add(size > 0 ? size : null);
        }
        return shape;
    }

    private void CheckExternalFiles()
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        foreach (var (location, minimum) in ExternalFiles)
        {
            // A graph that names files outside its own folder would make us read whatever it likes.
            var file = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, location));
            if (!file.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new ModelException(Path, $"names weights outside its folder ('{location}')", "do not use this model");
            if (LinkedFile.Length(file) is not { } length)
                throw new ModelException(file, "is missing: it holds weights of " + System.IO.Path.GetFileName(Path), "download it into the same folder");
            if (length < minimum)
                throw new ModelException(file, $"is cut off: {length:N0} of at least {minimum:N0} bytes", DownloadAgain);
        }
    }
}

using Clip.Interchange.Rows;

namespace Clip;

/// <summary>Vectors and the paths of their pictures, from a file of another program or an index.</summary>
public sealed class VectorTable
{
    internal VectorTable(
        string source, string format, int dimensions, IReadOnlyList<VectorRow> rows,
        IReadOnlyList<SkippedVectorRow> skipped, IReadOnlyList<string> notes)
    {
        (Source, Format, Dimensions) = (source, format, dimensions);
        (Rows, Skipped, Notes) = (rows, skipped, notes);
    }

    /// <summary>The file or folder that they were read from.</summary>
    public string Source { get; }

    /// <summary>What it is, for people: <c>npy</c>, <c>rclip database</c>, …</summary>
    public string Format { get; }

    /// <summary>The length of every vector; 0 where there are no rows.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// The vectors, in the order of the file. Each is finite and not zero, but may not have unit length.
    /// </summary>
    public IReadOnlyList<VectorRow> Rows { get; }

    /// <summary>The rows that were left out, each with the reason.</summary>
    public IReadOnlyList<SkippedVectorRow> Skipped { get; }

    /// <summary>What else the reader decided, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether the rows are named by paths; otherwise by numbers.</summary>
    public bool HasPaths { get; internal init; } = true;

    /// <summary>
    /// The name of the model that made the vectors, as the metadata of Parquet and safetensors files written here state
    /// it; null where the file states none.
    /// </summary>
    public string? Model { get; internal init; }

    /// <summary>Where each of the rows stands in the file.</summary>
    internal IReadOnlyList<RowPlace> Places { get; init; } = [];

    /// <summary>Where each of the rows that were left out stands in the file.</summary>
    internal IReadOnlyList<RowPlace> SkippedPlaces { get; init; } = [];
}

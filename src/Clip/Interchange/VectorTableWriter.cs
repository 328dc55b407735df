using Clip.Interchange.Npy;
using Clip.Interchange.Parquet;
using Clip.Interchange.SafeTensors;

namespace Clip;

/// <summary>Writes vectors with their paths and captions for other programs.</summary>
public static class VectorTableWriter
{
    /// <summary>The extensions of the formats that are written.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".npy", ".parquet", ".safetensors"];

    /// <summary>
    /// Writes a file in the format of its extension: <c>.npy</c> (32-bit numbers; a <c>.jsonl</c> file beside it has a
    /// line for each row with <c>path</c>, and <c>caption</c> or <c>captions</c>), <c>.parquet</c> (columns
    /// <c>path</c>, <c>captions</c> and <c>embedding</c>) or <c>.safetensors</c> (a tensor <c>image_embeddings</c>;
    /// <c>paths</c>, <c>captions</c> and <c>caption_picture</c> in the metadata). Every bit of every vector is kept:
    /// <see cref="VectorTableReader.Read(string)"/> gives the same. Files appear when they are complete, and replace
    /// others.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="rows">The vectors, enumerated twice; all of <paramref name="dimensions"/> numbers.</param>
    /// <param name="dimensions">The length of every vector.</param>
    /// <param name="model">The model that made them, which formats with metadata state; null to state none.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <returns>The files that were written.</returns>
    /// <exception cref="InterchangeException">The extension is of no format, or the file cannot be written.</exception>
    public static IReadOnlyList<string> Write(
        string path, IEnumerable<VectorRow> rows, int dimensions, string? model = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        var checkedRows = rows.Select(row =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return row.Vector.Length == dimensions
                ? row
                : throw new ArgumentException(
                    $"{row.Id} has {row.Vector.Length} numbers, not {dimensions}.", nameof(rows));
        });
        RequireFormat(path);
        return FormatOf(path) switch
        {
            ".npy" => NpyWriter.Write(path, checkedRows, dimensions),
            ".parquet" => ParquetWriter.Write(path, checkedRows, dimensions, model),
            _ => SafeTensorsWriter.Write(path, checkedRows, dimensions, model),
        };
    }

    /// <summary>Checks the name of a file before its content is computed.</summary>
    /// <exception cref="InterchangeException">Its extension is of no format that is written.</exception>
    internal static void RequireFormat(string path)
    {
        if (FormatOf(path) is var format && !Extensions.Contains(format))
        {
            throw new InterchangeException(
                path, format.Length == 0 ? "has no extension" : $"is of no format that is written ({format})",
                $"name it {string.Join(", ", Extensions)}");
        }
    }

    private static string FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}

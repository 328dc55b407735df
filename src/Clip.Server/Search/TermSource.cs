using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Clip.Server.Search;

/// <summary>A term of a query before it is encoded: exactly one of its sources is set.</summary>
/// <param name="Weight">The weight in the mix.</param>
internal sealed record TermSource(double Weight)
{
    /// <summary>A text.</summary>
    public string? Text { get; init; }

    /// <summary>The id of a picture in the library.</summary>
    public string? PictureId { get; init; }

    /// <summary>A picture as base64, a data URL or an address.</summary>
    public string? Image { get; init; }

    /// <summary>The file of a picture.</summary>
    public ReadOnlyMemory<byte>? File { get; init; }

    /// <summary>An embedding.</summary>
    public float[]? Vector { get; init; }

    /// <summary>Adds what identifies the term.</summary>
    public void AppendTo(XxHash3 hash)
    {
        hash.Append(MemoryMarshal.AsBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Weight}\t{Text}\t{PictureId}\t{Image}\t").AsSpan()));
        if (File is { } file)
            hash.Append(file.Span);
        if (Vector is { } vector)
            hash.Append(MemoryMarshal.AsBytes(vector.AsSpan()));
    }
}

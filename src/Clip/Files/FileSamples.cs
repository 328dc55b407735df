using Microsoft.Win32.SafeHandles;

namespace Clip.Files;

/// <summary>
/// What is read of a file to tell it from others: of up to a megabyte everything, of more 64 pieces spread from the
/// first byte to the last.
/// </summary>
internal static class FileSamples
{
    /// <summary>The length up to which everything is read.</summary>
    public const int Whole = 1 << 20;

    private const int PieceLength = 16 << 10;
    private const int Pieces = 64;

    /// <summary>Reads the samples in their order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">Its length.</param>
    /// <param name="take">Called with each piece; the pieces of a short file follow each other.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Read(SafeFileHandle file, long length, Action<ReadOnlySpan<byte>> take)
    {
        // Below the size at which the garbage collector would treat it as a large object.
        var buffer = new byte[PieceLength];
        var pieces = length <= Whole ? (length + PieceLength - 1) / PieceLength : Pieces;
        for (var piece = 0L; piece < pieces; piece++)
        {
            var offset = length <= Whole ? piece * PieceLength : (length - PieceLength) * piece / (Pieces - 1);
            take(buffer.AsSpan(0, WholeFile.Fill(file, buffer, offset)));
        }
    }
}

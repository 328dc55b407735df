using System.Buffers.Binary;
using Clip.Files;

namespace Clip.Duplicates;

/// <summary>
/// Fingerprints of an index's pictures on disk, by the hashes of their contents, because decoding all pictures again
/// would take minutes. Losing it costs only that time, so a file that cannot be read is none, and one that cannot be
/// written stays away.
/// </summary>
internal static class FingerprintFile
{
    private const string Name = "fingerprints.bin";
    private const int RecordBytes = 36;

    // The digit is the version of the record and of what is computed.
    private static ReadOnlySpan<byte> Header => "CLIPFPR1"u8;

    /// <summary>The fingerprints beside an index; empty where there are none.</summary>
    public static Dictionary<UInt128, PictureFingerprint> Read(IndexLocation location)
    {
        var known = new Dictionary<UInt128, PictureFingerprint>();
        try
        {
            var bytes = File.ReadAllBytes(PathOf(location));
            if (!bytes.AsSpan().StartsWith(Header))
                return known;
            var records = bytes.AsSpan(Header.Length);
            for (; records.Length >= RecordBytes; records = records[RecordBytes..])
            {
                known[BinaryPrimitives.ReadUInt128LittleEndian(records)] = new PictureFingerprint(
                    BinaryPrimitives.ReadUInt64LittleEndian(records[16..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(records[24..]),
                    records[32], records[33], records[34], records[35]);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Computed again.
        }
        return known;
    }

    /// <summary>Keeps fingerprints for the next time, in place of those kept before.</summary>
    public static void Write(IndexLocation location, IReadOnlyDictionary<UInt128, PictureFingerprint> fingerprints)
    {
        var bytes = new byte[Header.Length + (fingerprints.Count * RecordBytes)];
        Header.CopyTo(bytes);
        var record = bytes.AsSpan(Header.Length);
        foreach (var (hash, one) in fingerprints.OrderBy(static pair => pair.Key))
        {
            BinaryPrimitives.WriteUInt128LittleEndian(record, hash);
            BinaryPrimitives.WriteUInt64LittleEndian(record[16..], one.Perceptual);
            BinaryPrimitives.WriteUInt64LittleEndian(record[24..], one.Difference);
            (record[32], record[33], record[34], record[35]) = (one.Red, one.Green, one.Blue, one.Contrast);
            record = record[RecordBytes..];
        }
        try
        {
            AtomicFile.Write(PathOf(location), bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A read-only drive; nothing is lost.
        }
    }

    private static string PathOf(IndexLocation location) => Path.Combine(location.Directory, Name);
}

namespace Clip.Postgres.Archives;

/// <summary>
/// The block before a member's content. The reader of the base class library does not compare its checksum; a damaged
/// one would give a member another name, or make what is behind it look like something else.
/// </summary>
internal static class TarHeader
{
    /// <summary>Its length; whatever is in an archive takes whole blocks of it.</summary>
    public const int Length = 512;

    private const int SumStart = 148;
    private const int SumLength = 8;

    /// <summary>A length in whole blocks.</summary>
    public static long RoundUp(long length) => (length + Length - 1) / Length * Length;

    /// <summary>Whether the checksum of a header is right. The archive's position stays.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="offset">Where the header begins.</param>
    public static bool IsSound(Stream archive, long offset)
    {
        Span<byte> header = stackalloc byte[Length];
        var position = archive.Position;
        archive.Position = offset;
        archive.ReadExactly(header);
        archive.Position = position;
        // The sum is that with spaces in its own place. Some old programs have added signed numbers.
        var (stored, unsigned, signed) = (0, 0, 0);
        for (var i = 0; i < Length; i++)
        {
            var value = header[i];
            if (i is >= SumStart and < SumStart + SumLength)
            {
                if (value is >= (byte)'0' and <= (byte)'7')
                    stored = (stored * 8) + value - '0';
                value = (byte)' ';
            }
            unsigned += value;
            signed += unchecked((sbyte)value);
        }
        return stored == unsigned || stored == signed;
    }
}

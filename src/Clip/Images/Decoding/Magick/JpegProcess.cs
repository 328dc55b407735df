using System.Buffers.Binary;

namespace Clip.Images.Decoding.Magick;

/// <summary>The coding processes of JPEG that no common decoder reads.</summary>
internal static class JpegProcess
{
    /// <summary>The process of a file in words, or null if it is one of those that are read.</summary>
    /// <param name="data">The whole file.</param>
    internal static string? Unsupported(ReadOnlySpan<byte> data)
    {
        var rest = data[2..];
        while (rest.Length >= 5 && rest[0] == 0xFF)
        {
            switch (rest[1])
            {
                case 0xC3 or 0xCB:
                    return "lossless JPEG";
                case 0xC5 or 0xC6 or 0xC7 or 0xCD or 0xCE or 0xCF or 0xDE:
                    return "hierarchical JPEG";
                case 0xF7:
                    return "JPEG-LS";
                case 0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA:
                    return rest[4] is 8 or 12 ? null : $"{rest[4]} bits per sample";
                case 0xDA:
                    return null;
                case 0xFF: // a fill byte
                    rest = rest[1..];
                    continue;
            }

            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length)
                return null;
            rest = rest[length..];
        }

        return null;
    }
}

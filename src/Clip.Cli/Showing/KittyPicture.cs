using System.Globalization;
using System.IO.Compression;
using System.Text;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>The kitty graphics protocol: https://sw.kovidgoyal.net/kitty/graphics-protocol/.</summary>
internal static class KittyPicture
{
    /// <summary>The most characters of data in one escape sequence.</summary>
    private const int ChunkLength = 4096;

    /// <summary>What makes a terminal take all pictures from the screen, and keep them.</summary>
    public const string HideAll = "\e_Ga=d,d=a,q=2\e\\";

    /// <summary>What makes a terminal forget all pictures.</summary>
    public const string DeleteAll = "\e_Ga=d,d=A,q=2\e\\";

    /// <summary>The sequences that show a picture at the cursor.</summary>
    /// <param name="pixels">The picture, sent as compressed 24-bit pixels.</param>
    public static string Encode(RgbPixels pixels) => Send(pixels, "a=T,") + "\n";

    /// <summary>The sequences that make a terminal keep a picture under a number, without showing it.</summary>
    public static string Keep(RgbPixels pixels, int id) =>
        Send(pixels, string.Create(CultureInfo.InvariantCulture, $"a=t,i={id},"));

    /// <summary>The sequence that shows a kept picture at the cursor, which stays where it is.</summary>
    public static string Place(int id, int columns, int lines) => string.Create(
        CultureInfo.InvariantCulture, $"\e_Ga=p,i={id},p=1,c={columns},r={lines},C=1,q=2\e\\");

    private static string Send(RgbPixels pixels, string action)
    {
        var data = Convert.ToBase64String(Compress(pixels.Values)).AsSpan();
        var text = new StringBuilder(data.Length + 256);
        // a=T: transmit and show; f=24: RGB; o=z: zlib; q=2: the terminal does not answer, for nobody would read it.
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{action}f=24,o=z,s={pixels.Width},v={pixels.Height},q=2,");
        while (!data.IsEmpty)
        {
            var chunk = data[..Math.Min(ChunkLength, data.Length)];
            data = data[chunk.Length..];
            text.Append("\e_G").Append(head).Append(data.IsEmpty ? "m=0" : "m=1").Append(';').Append(chunk)
                .Append("\e\\");
            head = "";
        }
        return text.ToString();
    }

    private static ReadOnlySpan<byte> Compress(byte[] values)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(values);
        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }
}

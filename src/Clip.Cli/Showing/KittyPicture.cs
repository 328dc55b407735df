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

    /// <summary>The sequences that show a picture at the cursor.</summary>
    /// <param name="pixels">The picture, sent as compressed 24-bit pixels.</param>
    public static string Encode(RgbPixels pixels)
    {
        var data = Convert.ToBase64String(Compress(pixels.Values)).AsSpan();
        var text = new StringBuilder(data.Length + 256);
        // a=T: transmit and show; f=24: RGB; o=z: zlib; q=2: the terminal does not answer, for nobody would read it.
        var head = string.Create(
            CultureInfo.InvariantCulture, $"a=T,f=24,o=z,s={pixels.Width},v={pixels.Height},q=2,");
        while (!data.IsEmpty)
        {
            var chunk = data[..Math.Min(ChunkLength, data.Length)];
            data = data[chunk.Length..];
            text.Append("\e_G").Append(head).Append(data.IsEmpty ? "m=0" : "m=1").Append(';').Append(chunk)
                .Append("\e\\");
            head = "";
        }
        return text.Append('\n').ToString();
    }

    private static ReadOnlySpan<byte> Compress(byte[] values)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(values);
        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }
}

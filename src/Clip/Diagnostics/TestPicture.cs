using Clip.Files;
using Clip.Images;

namespace Clip.Diagnostics;

/// <summary>A picture with edges, gradients and noise, which a wrong kernel encodes differently.</summary>
internal sealed class TestPicture : IDisposable
{
    private const int Size = 256;
    private readonly TemporaryFolder _folder = TemporaryFolder.Create("clip-picture-");
    private readonly string _path;

    public TestPicture()
    {
        var pixels = new byte[Size * Size * 3];
        var grain = new Random(1);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % Size, i / 3 / Size);
            var slope = (i % 3) switch { 0 => x, 1 => y, _ => (x + y) / 2 };
            pixels[i] = (byte)((x / 32 + y / 64) % 2 == 0 ? slope : 200 + grain.Next(40) - 20);
        }
        _path = Path.Combine(_folder.Path, "test.png");
        PngFile.Write(_path, pixels, Size, Size);
    }

    public float[] Encode(ImageEncoder encoder, int rows, CancellationToken cancellationToken)
    {
        using var picture = encoder.Preprocessor.Decode(_path, DecodeMode.Exact, cancellationToken);
        // Room for at least two, so that one row runs in the session for many pictures and not in that for a query.
        using var batch = encoder.CreateBatch(Math.Max(rows, 2));
        for (var row = 0; row < rows; row++)
            batch.Write(row, picture);
        var vectors = new float[rows * encoder.Dimensions];
        encoder.Encode(batch, rows, vectors, cancellationToken);
        return vectors;
    }

    public void Dispose() => _folder.Dispose();
}

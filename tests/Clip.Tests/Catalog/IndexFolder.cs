using Clip.Catalog;

namespace Clip.Tests.Catalog;

/// <summary>A folder with an index, deleted after the test, and the pictures that tests put into it.</summary>
public sealed class IndexFolder : IDisposable
{
    public const int Dimension = 24;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("clip-index-");

    public static IndexModel Model { get; } = new("test-model", "0123456789abcdef", Dimension, "fast");

    public IndexLocation Location => IndexLocation.For(_directory.FullName);

    public string Catalog => Path.Combine(Location.Directory, "catalog.db");

    public string Vectors => Path.Combine(Location.Directory, "vectors-1.f32");

    public PictureIndex Write() => PictureIndex.OpenWrite(Location, Model);

    public PictureIndex Read() => PictureIndex.OpenRead(Location, Model);

    /// <summary>A unit vector that depends on nothing but the seed.</summary>
    public static float[] Vector(int seed)
    {
        var random = new Random(seed);
        var vector = new float[Dimension];
        for (var i = 0; i < Dimension; i++)
            vector[i] = random.NextSingle() - 0.5f;
        var length = MathF.Sqrt(vector.Sum(number => number * number));
        return Array.ConvertAll(vector, number => number / length);
    }

    /// <summary>A file whose content, and so its hash and vector, is given by a number.</summary>
    public static FileRecord File(string path, int content, long modified = 1) =>
        new(path, 1000 + content, modified, (UInt128)(uint)content << 64 | 7, 640 + content, 480);

    public void Dispose() => _directory.Delete(recursive: true);
}

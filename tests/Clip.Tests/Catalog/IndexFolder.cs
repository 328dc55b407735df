using Clip.Catalog;
using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;

namespace Clip.Tests.Catalog;

/// <summary>A folder with an index, deleted after the test, and the pictures that tests put into it.</summary>
internal sealed class IndexFolder : IDisposable
{
    public const int Dimensions = 24;

    private readonly DirectoryInfo _directory;

    /// <param name="parent">Where to make the folder; null for the system's place for temporary files.</param>
    public IndexFolder(string? parent = null) =>
        _directory = parent is null
            ? Directory.CreateTempSubdirectory("clip-index-")
            // A name that would break connection strings, URLs and shells.
            : Directory.CreateDirectory(
                Path.Combine(parent, OperatingSystem.IsWindows() ? "a;b='c' #%41" : "a;b='c' #%41?\"\n"));

    public static IndexModel Model { get; } = new("test-model", "0123456789abcdef", Dimensions, "fast");

    public string Root => _directory.FullName;

    public IndexLocation Location => IndexLocation.For(_directory.FullName);

    public string Catalog => Path.Combine(Location.Directory, "catalog.db");

    public string Vectors => Path.Combine(Location.Directory, "vectors-1.f32");

    public PictureIndexWriter Write() => PictureIndexWriter.Open(Location, Model);

    public EmbeddedIndex Read() => EmbeddedIndex.Open(Location, Model);

    /// <summary>An index of pictures with the contents 0 to <paramref name="count"/> - 1, written and closed.</summary>
    public static IndexFolder WithPictures(int count)
    {
        var folder = new IndexFolder();
        using var index = folder.Write();
        for (var content = 0; content < count; content++)
            Add(index, content);
        index.Commit();
        return folder;
    }

    public static long Add(PictureIndexWriter index, int content) =>
        index.AddPicture(File($"{content}.jpg", content), Vector(content));

    /// <summary>The pictures that a search of the latest commit finds, best first.</summary>
    public string[] Find(int content, int topK = 1)
    {
        using var reader = Read();
        return Find(reader, content, topK);
    }

    /// <summary>Verifies the latest commit.</summary>
    public IndexHealth Verify()
    {
        using var snapshot = IndexVerification.Open(Location);
        return Verify(snapshot);
    }

    public static IndexHealth Verify(EmbeddedSnapshot index) =>
        IndexVerification.Verify(index, cancellationToken: TestContext.Current.CancellationToken);

    public static IndexHealth Verify(PictureIndexWriter index) =>
        IndexVerification.Verify(index, cancellationToken: TestContext.Current.CancellationToken);

    public static IndexHealth Verify(EmbeddedIndex index)
    {
        using var snapshot = index.Take();
        return Verify(snapshot);
    }

    /// <summary>The pictures that a search for one of them finds, best first.</summary>
    public static string[] Find(EmbeddedIndex index, int content, int topK = 1) =>
        index.SearchPictures(Vector(content), topK, cancellationToken: TestContext.Current.CancellationToken)
            .Select(hit => hit.Path).ToArray();

    /// <summary>A unit vector that depends on nothing but the seed.</summary>
    public static float[] Vector(int seed)
    {
        var random = new Random(seed);
        var vector = new float[Dimensions];
        for (var i = 0; i < Dimensions; i++)
            vector[i] = random.NextSingle() - 0.5f;
        var length = MathF.Sqrt(vector.Sum(number => number * number));
        return Array.ConvertAll(vector, number => number / length);
    }

    /// <summary>A file whose content, and so its hash and vector, is given by a number.</summary>
    public static FileRecord File(string path, int content, long modified = 1) =>
        new(path, 1000 + content, modified, (UInt128)(uint)content << 64 | 7, 640 + content, 480);

    /// <summary>The bytes of the index's files as another process would find them at this moment.</summary>
    public IndexFolder CopyOfFiles()
    {
        var copy = new IndexFolder();
        Directory.CreateDirectory(copy.Location.Directory);
        foreach (var path in Directory.GetFiles(Location.Directory))
        {
            if (Path.GetFileName(path) == "writer.lock")
                continue;
            using var source = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var target = System.IO.File.Create(Path.Combine(copy.Location.Directory, Path.GetFileName(path)));
            source.CopyTo(target);
        }
        return copy;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>Changes the lowest bit of a byte of a file.</summary>
    public static void FlipBit(string path, long byteAt)
    {
        using var file = System.IO.File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = byteAt;
        var changed = (byte)(file.ReadByte() ^ 1);
        file.Position = byteAt;
        file.WriteByte(changed);
    }
}

using System.Buffers.Binary;
using Clip.Catalog.Reading;
using Clip.Tests.Models;

namespace Clip.Tests.Indexing;

/// <summary>
/// A folder of tiny pictures of one size in bytes, indexed through the library, and deleted after the test. A picture
/// is told by its color.
/// </summary>
internal sealed class BitmapFolder : IDisposable
{
    private static readonly Lazy<ClipModel> SharedModel = new(EmbeddedModel.Load);

    private readonly TestFolder _folder;

    /// <param name="parent">Where to make it; null for the system's place for temporary files.</param>
    public BitmapFolder(string? parent = null) => _folder = new TestFolder(parent);

    public static ClipModel Model => SharedModel.Value;

    public string Root => _folder.Path;

    public List<ClipException> Errors { get; } = [];

    public IndexLocation Location => IndexLocation.For(Root);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string At(string path) => _folder.At(path.Split('/'));

    /// <summary>Writes a picture of one color.</summary>
    public void Make(string path, int color) => File.WriteAllBytes(At(path), Bitmap(color));

    /// <summary>Writes pictures whose colors count from a number on.</summary>
    public void MakeAll(int color, params string[] paths)
    {
        foreach (var path in paths)
            Make(path, color++);
    }

    /// <summary>Brings the index up to date; its errors are in <see cref="Errors"/>.</summary>
    public Task<IndexReport> IndexAsync(IndexerOptions? options = null)
    {
        Errors.Clear();
        return new Indexer(Model, Location, options).RunAsync(null, Report, Stop);
    }

    /// <summary>Attaches one caption to each path, from a file outside of the folder.</summary>
    public async Task CaptionAsync(params string[] paths)
    {
        using var elsewhere = new TestFolder();
        var file = elsewhere.At("words.jsonl");
        await File.WriteAllLinesAsync(
            file, paths.Select(static path => $$"""{"image":"{{path}}","caption":"words of {{path}}"}"""), Stop);
        await IndexAsync(new IndexerOptions { CaptionFiles = [file] });
    }

    /// <summary>The index of a moment, to read from.</summary>
    public T Read<T>(Func<EmbeddedIndex, T> read)
    {
        using var index = EmbeddedIndex.Open(Location);
        return read(index);
    }

    /// <summary>The paths in the index.</summary>
    public string[] Paths() => Read(static index => index.Files().Select(static file => file.Path).ToArray());

    /// <summary>The captions of a file, each as a text.</summary>
    public string?[] CaptionsOf(string path) =>
        Read(index => index.FindCaptions(path).Select(index.CaptionText).ToArray());

    /// <summary>Whether a file's vector is that of a color's picture.</summary>
    public bool Shows(string path, int color)
    {
        using var elsewhere = new TestFolder();
        File.WriteAllBytes(elsewhere.At("x.bmp"), Bitmap(color));
        var expected = Model.Image.Encode(elsewhere.At("x.bmp"), Stop);
        var stored = new float[Model.Dimensions];
        return Read(index => index.ReadFile(path, stored)) is not null
            && stored.Zip(expected, static (a, b) => a * b).Sum() > 0.9999;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A bitmap of 8 by 8 pixels.</summary>
    public static byte[] Bitmap(int color)
    {
        const int header = 54, pixels = 8 * 8;
        var file = new byte[header + pixels * 3];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), header);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), 8);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        // Stripes, so that colors are far apart for a model that sees shapes.
        for (var i = 0; i < pixels; i++)
        {
            var isStripe = i / (color % 5 + 1) % 2 == 0;
            file[header + i * 3] = (byte)(isStripe ? color * 53 : 255 - color * 31);
            file[header + i * 3 + 1] = (byte)(color * 97);
            file[header + i * 3 + 2] = (byte)(isStripe ? 255 - color * 17 : color * 71);
        }
        return file;
    }

    /// <summary>Adds an error to <see cref="Errors"/>.</summary>
    public void Report(ClipException error)
    {
        lock (Errors)
            Errors.Add(error);
    }
}

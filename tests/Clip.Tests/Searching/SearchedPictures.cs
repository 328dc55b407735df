using Clip.Tests.Models;

namespace Clip.Tests.Searching;

/// <summary>
/// A few pictures of the gallery with their captions, indexed through the library alone, and the model.
/// </summary>
public sealed class SearchedPictures : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    /// <summary>Pictures indexed; the first is a house with red shutters, the last two macaws.</summary>
    public static string[] Names { get; } =
    [
        .. new[] { "01", "02", "03", "04", "05", "21", "23" }.Select(static number => $"kodak-{number}.jpg"),
    ];

    public ClipModel Model { get; } = EmbeddedModel.Load();

    public IndexLocation Location => IndexLocation.For(_folder.Path);

    public PictureSearch Search { get; private set; } = null!;

    /// <summary>A picture of the gallery, outside of the indexed folder.</summary>
    public static string Original(string name) => Path.Combine(EmbeddedModel.Gallery, "photos", name);

    /// <summary>A picture of the indexed folder.</summary>
    public string At(string name) => Path.Combine(_folder.Path, "photos", name);

    public async ValueTask InitializeAsync()
    {
        CopyTo(_folder);
        Search = new PictureSearch(Model, Location);
        var report = await Search.UpdateAsync(
            new IndexerOptions(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Names.Length, report!.Added);
    }

    public ValueTask DisposeAsync()
    {
        Search.Dispose();
        Model.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy of the indexed folder that a test may change; its index is up to date.</summary>
    internal TestFolder CopyIndexed()
    {
        var copy = new TestFolder();
        TestFolder.Copy(_folder.Path, copy.Path);
        return copy;
    }

    private static void CopyTo(TestFolder folder)
    {
        foreach (var name in Names)
            File.Copy(Original(name), folder.At("photos", name));
        var captions = File.ReadLines(Path.Combine(EmbeddedModel.Gallery, "captions.jsonl"));
        File.WriteAllLines(folder.At("captions.jsonl"), captions.Where(line => Names.Any(line.Contains)));
    }
}

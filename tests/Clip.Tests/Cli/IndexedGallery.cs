using Clip.Tests.Cli;
using Clip.Tests.Models;

[assembly: AssemblyFixture(typeof(IndexedGallery))]

namespace Clip.Tests.Cli;

/// <summary>
/// A copy of the gallery with its index, made by the program itself when a test first asks for it. Tests that only read
/// share it; those that write take a copy of it, index and all.
/// </summary>
public sealed class IndexedGallery : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip-cli-gallery-").FullName;
    private readonly Lazy<Task<string>> _gallery;

    public IndexedGallery()
    {
        _gallery = new Lazy<Task<string>>(MakeAsync);
        Current = this;
    }

    /// <summary>The one of this run, for fixtures, which get no others.</summary>
    internal static IndexedGallery? Current { get; private set; }

    /// <summary>The folder; nobody writes to it.</summary>
    public Task<string> Folder => _gallery.Value;

    /// <summary>A copy in which every file has the time of its original, so that its index is up to date.</summary>
    internal async Task<TestFolder> CopyAsync()
    {
        var copy = new TestFolder();
        var source = await Folder;
        TestFolder.Copy(source, copy.Path);
        return copy;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> MakeAsync()
    {
        var gallery = Path.Combine(_folder, "gallery");
        TestFolder.Copy(EmbeddedModel.Gallery, gallery);
        if (Directory.Exists(Path.Combine(gallery, ".clip")))
            Directory.Delete(Path.Combine(gallery, ".clip"), recursive: true);
        var answer = (await ClipSearch.RunAsync("index", gallery, "--json")).Ended(0);
        Assert.Equal(100, answer.Json.Single().GetProperty("added").GetInt32());
        return gallery;
    }
}

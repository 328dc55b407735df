using Clip.Catalog.Reading;
using Clip.Tests.Catalog;
using Clip.Tests.Models;

namespace Clip.Tests.Indexing.Captions;

/// <summary>A folder of four pictures and the index that runs of the indexer make of it.</summary>
internal sealed class Album : IDisposable
{
    private static readonly string Pictures = Path.Combine(
        Repository.Root, "tests", "Clip.Tests", "Goldens", "metadata", "format-1", "pictures");

    // Shared by all tests, because loading its sessions takes longer than indexing four pictures.
    private static readonly Lazy<ClipModel> Model = new(() => ClipModel.Load(EmbeddedModel.Folder));

    private readonly TestFolder _folder = new();
    private DateTime _time = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public Album() => TestFolder.Copy(Pictures, _folder.Path);

    public IndexLocation Location => IndexLocation.For(_folder.Path);

    /// <summary>The errors of the last run.</summary>
    public List<ClipException> Errors { get; } = [];

    public string At(params string[] parts) => _folder.At(parts);

    /// <summary>Writes a text file with a time that no file had before.</summary>
    public void Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        File.SetLastWriteTimeUtc(At(name), _time = _time.AddSeconds(1));
    }

    public async Task<IndexReport> IndexAsync(bool? own = false, bool prune = false, params string[] captionFiles)
    {
        Errors.Clear();
        // Compaction renumbers captions, wherever they are named.
        var options = new IndexerOptions
        {
            PictureCaptions = own,
            Prune = prune,
            CaptionFiles = captionFiles,
            Compact = CompactionChoice.Always,
        };
        return await new Indexer(Model.Value, Location, options).RunAsync(
            onError: error =>
            {
                lock (Errors)
                    Errors.Add(error);
            }, cancellationToken: TestContext.Current.CancellationToken);
    }

    public EmbeddedIndex Open() => EmbeddedIndex.Open(Location);

    /// <summary>The captions of a picture, in order.</summary>
    public List<string?> CaptionsOf(string path)
    {
        using var index = Open();
        return [.. index.FindCaptions(path).Select(index.CaptionText)];
    }

    /// <summary>The metadata of a picture.</summary>
    public PictureMetadata MetadataOf(string path)
    {
        using var index = Open();
        return index.FindFile(path)!.Metadata!;
    }

    /// <summary>The pictures that match a filter.</summary>
    public List<string> Find(PictureFilter filter)
    {
        using var index = Open();
        var vector = new float[index.Model.Dimensions];
        Assert.True(index.ReadVector(index.FindFile("boats.jpg")!.Entry, vector));
        return
        [
            .. index.SearchPictures(
                vector, 10, filter: filter, cancellationToken: TestContext.Current.CancellationToken)
                .Select(hit => hit.Path),
        ];
    }

    /// <summary>Which of some captions the index holds, after a check that it is whole.</summary>
    public string Held(params string[] captions)
    {
        using var index = Open();
        Assert.True(IndexFolder.Verify(index).IsHealthy);
        return string.Join(' ', captions.Where(caption => index.FindCaption(caption) is not null));
    }

    public void Dispose() => _folder.Dispose();
}

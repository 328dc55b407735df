using Clip.Catalog;
using Clip.Images;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>How a file on disk stands to what the index knows of it.</summary>
internal enum KnownState
{
    /// <summary>The index does not know it, or it has changed.</summary>
    Changed,

    /// <summary>Size and time are as the index has them.</summary>
    Unchanged,

    /// <summary>It could not be read before and has not changed since.</summary>
    Broken,
}

/// <summary>
/// What the index holds as readers see it. Nothing is written through it, so an index that is up to date is never opened
/// for writing.
/// </summary>
internal sealed class KnownFiles : IDisposable
{
    private readonly PictureIndex? _index;
    private readonly HashSet<ulong> _seen = [];

    private KnownFiles(PictureIndex? index, IndexModel model)
    {
        _index = index;
        IndexModel = model;
    }

    /// <summary>The model and decoding that the index has or will have.</summary>
    public IndexModel IndexModel { get; }

    /// <summary>How JPEGs are decoded for this index.</summary>
    public DecodeMode Decode => IndexModel.Decode == "exact" ? DecodeMode.Exact : DecodeMode.Fast;

    /// <summary>Opens what there is; a folder without an index has no known files.</summary>
    public static KnownFiles Open(IndexLocation location, ClipModel model, IndexerOptions options)
    {
        var wanted = new IndexModel(model.Name, model.Fingerprint, model.Dimension, (options.Decode ?? DecodeMode.Fast) == DecodeMode.Exact ? "exact" : "fast");
        if (!PictureIndex.Exists(location))
            return new KnownFiles(null, wanted);

        var index = PictureIndex.OpenRead(location, wanted);
        if (options.Decode is not null && index.Model.Decode != wanted.Decode)
        {
            using (index)
                throw new IndexException(location.Directory, $"was made with --decode {index.Model.Decode}, not {wanted.Decode}", "leave out --decode, or use another --index-dir");
        }
        return new KnownFiles(index, index.Model);
    }

    /// <summary>Compares a file with what the index knows.</summary>
    public KnownState Compare(PictureFile file)
    {
        if (_index is null)
            return KnownState.Changed;
        if (_index.FindFile(file.Path) is { } record)
        {
            _seen.Add(PathKey(file.Path));
            if (record.Size == file.Size && record.ModifiedUtcTicks == file.ModifiedUtcTicks)
                return KnownState.Unchanged;
        }
        else if (_index.FindFailure(file.Path) is { } failure && failure.Size == file.Size && failure.ModifiedUtcTicks == file.ModifiedUtcTicks)
            return KnownState.Broken;
        return KnownState.Changed;
    }

    /// <summary>Why a file could not be read when it was last tried.</summary>
    public ClipException Failure(PictureFile file)
    {
            return new ClipException(file.FullPath, _index!.FindFailure(file.Path)!.Reason);
    }

    /// <summary>The entry that has this content, or null.</summary>
    public long? FindContent(UInt128 hash)
    {
        if (_index is null)
            return null;
            return _index.FindPicture(hash);
    }

    /// <summary>The files that the index has and the walk did not come by.</summary>
    public IEnumerable<string> NotSeen()
    {
        if (_index is null || _index.FileCount == _seen.Count)
            return [];
        return _index.Files().Select(static file => file.Path).Where(path => !_seen.Contains(PathKey(path)));
    }

    /// <summary>The state of a caption file when it was last taken in, or null.</summary>
    public string? CaptionSignature(string file) => _index?.Note(CaptionKey(file));

    /// <summary>Where the index notes the state of a caption file.</summary>
    public static string CaptionKey(string file) => "captions:" + file;

    /// <summary>Whether the walk came by none of the files that the index has.</summary>
    public bool SawNothing => _index is { FileCount: > 0 } && _seen.Count == 0;

    public void Dispose() => _index?.Dispose();

    // Eight bytes a path instead of the path itself: a run over a million files keeps 8 MB, not 200.
    private static ulong PathKey(string path) =>
        System.IO.Hashing.XxHash3.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(path.AsSpan()));
}

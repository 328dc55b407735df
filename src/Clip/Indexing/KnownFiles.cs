using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Files;
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

    /// <summary>Size and time are as the index has them, but a text beside it has come, gone or changed.</summary>
    Retold,

    /// <summary>It could not be read before and has not changed since.</summary>
    Broken,
}

/// <summary>A picture that the index holds under some other name: enough to store a file of the same content without decoding it.</summary>
internal sealed record KnownPicture(int Width, int Height, float[] Vector);

/// <summary>
/// What the index holds as readers see it, and which of it a walk has come by. Nothing is written through it, so an index
/// that is up to date is never opened for writing.
/// </summary>
internal sealed class KnownFiles : IDisposable
{
    private readonly PictureIndex? _index;
    private readonly HashSet<ulong> _walked = [];
    private readonly long _fileCount;
    private readonly long _failureCount;
    private long _filesSeen;
    private long _failuresSeen;

    private KnownFiles(PictureIndex? index, IndexModel model)
    {
        _index = index;
        IndexModel = model;
        _fileCount = index?.FileCount ?? 0;
        _failureCount = index?.FailureCount ?? 0;
    }

    /// <summary>The model and decoding that the index has or will have.</summary>
    public IndexModel IndexModel { get; }

    /// <summary>How JPEGs are decoded for this index.</summary>
    public DecodeMode Decode => IndexModel.Decode == "exact" ? DecodeMode.Exact : DecodeMode.Fast;

    /// <summary>How many captions the index holds.</summary>
    public long CaptionCount => _index?.CaptionCount ?? 0;

    /// <summary>Whether the index has files and the walk came by no file at all, as happens where a drive is not mounted.</summary>
    public bool SawNothing => _fileCount > 0 && _walked.Count == 0;

    /// <summary>Opens what there is; a folder without an index has no known files.</summary>
    public static KnownFiles Open(IndexLocation location, ClipModel model, IndexerOptions options)
    {
        var wanted = new IndexModel(model.Name, model.Fingerprint, model.Dimension, options.Decode == DecodeMode.Exact ? "exact" : "fast");
        if (!PictureIndex.Exists(location))
            return new KnownFiles(null, wanted);

        var index = PictureIndex.OpenRead(location, wanted);
        if (options.Decode is not null && index.Model.Decode != wanted.Decode)
        {
            using (index)
                throw IndexException.OtherDecodeMode(location.Directory, index.Model.Decode, wanted.Decode);
        }
        return new KnownFiles(index, index.Model);
    }

    /// <summary>Compares a file that the walk came by with what the index knows.</summary>
    public KnownState Compare(PictureFile file)
    {
        var stamp = _index?.FindStamp(file.Path);
        var failure = _failureCount == 0 ? null : _index?.FindFailure(file.Path);
        if (_walked.Add(PathKey(file.Path)))
        {
            _filesSeen += stamp is null ? 0 : 1;
            _failuresSeen += failure is null ? 0 : 1;
        }
        if (stamp is { } known && known.Size == file.Size && known.ModifiedUtcTicks == file.ModifiedUtcTicks)
            return known.Sidecar is { } sidecar && sidecar != (file.SidecarSignature ?? "") ? KnownState.Retold : KnownState.Unchanged;
        return failure is not null && failure.Size == file.Size && failure.ModifiedUtcTicks == file.ModifiedUtcTicks
            ? KnownState.Broken
            : KnownState.Changed;
    }

    /// <summary>Why a file could not be read when it was last tried, or null.</summary>
    public FailureRecord? Failure(string path) => _index?.FindFailure(path);

    /// <summary>The picture with this content, or null. Safe to call from several threads.</summary>
    public KnownPicture? FindContent(UInt128 hash)
    {
        if (_index?.FindPicture(hash) is null)
            return null;
        // The run may have replaced the last file of this content by the time that it is stored, so its vector is taken now.
        var vector = new float[IndexModel.Dimension];
        return _index.ReadContent(hash, vector) is { } file ? new KnownPicture(file.Width, file.Height, vector) : null;
    }

    /// <summary>The files and failures that the index had and the walk did not come by.</summary>
    public IEnumerable<string> NotWalked()
    {
        if (_index is null)
            return [];
        var files = _filesSeen == _fileCount ? [] : _index.Files().Select(static file => file.Path);
        var failures = _failuresSeen == _failureCount ? [] : _index.Failures().Select(static failure => failure.Path);
        return files.Concat(failures).Where(path => !_walked.Contains(PathKey(path)));
    }

    /// <summary>Whether the index as it is now is to be compacted.</summary>
    public bool ShouldCompact(CompactionChoice choice) => _index is not null && choice switch
    {
        CompactionChoice.Always => _index.DeadCount > 0,
        CompactionChoice.WhenItPays => _index.IsWorthCompacting,
        _ => false,
    };

    /// <summary>Whether some picture has not been asked what its file says of itself, or the index is of an older format.</summary>
    public bool HasUndescribed => _index?.HasUndescribed() ?? false;

    /// <summary>Whether some file has not been asked for the captions that it brings, or the index is of an older format.</summary>
    public bool HasUnheard => _index?.HasUnreadCaptions() ?? false;

    /// <summary>What was noted under a name, or null.</summary>
    public string? Note(string name) => _index?.Note(name);

    public void Dispose() => _index?.Dispose();

    // Eight bytes a path instead of the path itself: a run over a million files keeps 20 MB, not 200.
    private static ulong PathKey(string path) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(path.AsSpan()));
}

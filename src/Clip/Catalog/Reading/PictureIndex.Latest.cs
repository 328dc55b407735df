namespace Clip;

/// <summary>Reads the latest commit in one call each.</summary>
public abstract partial class PictureIndex
{
    /// <inheritdoc cref="IndexSnapshot.PictureCount"/>
    public virtual long PictureCount
    {
        get
        {
            using var snapshot = TakeSnapshot();
            return snapshot.PictureCount;
        }
    }

    /// <inheritdoc cref="IndexSnapshot.CaptionCount"/>
    public virtual long CaptionCount
    {
        get
        {
            using var snapshot = TakeSnapshot();
            return snapshot.CaptionCount;
        }
    }

    /// <inheritdoc cref="IndexSnapshot.FileCount"/>
    public virtual long FileCount
    {
        get
        {
            using var snapshot = TakeSnapshot();
            return snapshot.FileCount;
        }
    }

    /// <inheritdoc cref="IndexSnapshot.FailureCount"/>
    public virtual long FailureCount
    {
        get
        {
            using var snapshot = TakeSnapshot();
            return snapshot.FailureCount;
        }
    }

    /// <inheritdoc cref="IndexSnapshot.UpdatedUtc"/>
    public virtual DateTime UpdatedUtc
    {
        get
        {
            using var snapshot = TakeSnapshot();
            return snapshot.UpdatedUtc;
        }
    }

    /// <inheritdoc cref="IndexSnapshot.Bytes"/>
    internal long Bytes
    {
        get
        {
            using var snapshot = TakeSnapshot();
            return snapshot.Bytes;
        }
    }

    /// <inheritdoc cref="IndexSnapshot.SearchPictures"/>
    public IReadOnlyList<PictureHit> SearchPictures(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchPictures(query, topK, excludeEntry, minScore, filter, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.SearchPicturesBatch"/>
    public IReadOnlyList<IReadOnlyList<PictureHit>> SearchPicturesBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchPicturesBatch(queries, topK, excludeEntry, minScore, filter, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.SearchCaptions"/>
    public IReadOnlyList<CaptionHit> SearchCaptions(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchCaptions(query, topK, excludeEntry, minScore, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.SearchCaptionsBatch"/>
    public IReadOnlyList<IReadOnlyList<CaptionHit>> SearchCaptionsBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchCaptionsBatch(queries, topK, excludeEntry, minScore, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.MeasurePictures"/>
    public ScoreDistribution MeasurePictures(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, PictureFilter? filter = null,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.MeasurePictures(query, logits, excludeEntry, filter, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.MeasureCaptions"/>
    public ScoreDistribution MeasureCaptions(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.MeasureCaptions(query, logits, excludeEntry, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.ReadVector"/>
    public bool ReadVector(long entry, Span<float> vector)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.ReadVector(entry, vector);
    }

    /// <inheritdoc cref="IndexSnapshot.ReadFile"/>
    public FileRecord? ReadFile(string relativePath, Span<float> vector)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.ReadFile(relativePath, vector);
    }

    /// <inheritdoc cref="IndexSnapshot.ReadContent"/>
    internal FileRecord? ReadContent(UInt128 hash, Span<float> vector)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.ReadContent(hash, vector);
    }

    /// <inheritdoc cref="IndexSnapshot.FindFile"/>
    public virtual FileRecord? FindFile(string relativePath)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.FindFile(relativePath);
    }

    /// <inheritdoc cref="IndexSnapshot.FindPicture"/>
    internal virtual long? FindPicture(UInt128 hash)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.FindPicture(hash);
    }

    /// <inheritdoc cref="IndexSnapshot.CaptionText"/>
    internal virtual string? CaptionText(long entry)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.CaptionText(entry);
    }

    /// <inheritdoc cref="IndexSnapshot.FindCaptions"/>
    internal IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.FindCaptions(relativePath, origin);
    }

    /// <inheritdoc cref="IndexSnapshot.FilesOf"/>
    public virtual IReadOnlyList<FileRecord> FilesOf(long entry)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.FilesOf(entry);
    }

    /// <summary>
    /// All files in the order of their paths, read in pages, each of the commit that is the latest then: a file that is
    /// added or removed ahead meanwhile is returned or not accordingly.
    /// </summary>
    public abstract IEnumerable<FileRecord> Files();

    /// <summary>How the model was asked for; null in an index that does not know.</summary>
    internal abstract ModelOrigin? ModelOrigin();

    /// <summary>Identifies an unchanged file without opening it; null where the file is not known.</summary>
    internal abstract FileStamp? FindStamp(string relativePath);
}

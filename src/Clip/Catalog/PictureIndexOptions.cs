namespace Clip;

/// <summary>How <see cref="PictureIndex.Open(string, PictureIndexOptions?)"/> opens an index.</summary>
public sealed class PictureIndexOptions
{
    /// <summary>The folder that holds the index; null for <c>.clip</c> in the folder of the pictures.</summary>
    public string? IndexFolder { get; set; }

    /// <summary>
    /// <see cref="ClipModel.Fingerprint"/> of the model that queries will come from; an index of another model is
    /// refused. Null accepts any.
    /// </summary>
    public string? ModelFingerprint { get; set; }
}

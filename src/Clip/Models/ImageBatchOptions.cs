namespace Clip;

/// <summary>How many pictures are encoded by one call. The call copies the options when it begins.</summary>
public sealed class ImageBatchOptions
{
    /// <summary>
    /// How JPEGs are decoded: <see cref="DecodeMode.Exact"/>, the default, or in half the time
    /// <see cref="DecodeMode.Fast"/>, as an index does.
    /// </summary>
    public DecodeMode Decode { get; set; }
}

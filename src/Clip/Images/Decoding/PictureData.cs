using Clip.Images;

namespace Clip;

/// <summary>A picture file in memory, and the errors that a decoder can report about it.</summary>
public readonly ref struct PictureData
{
    /// <summary>Describes a file.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="kind">The format, recognized by content.</param>
    /// <param name="name">The path or name for errors.</param>
    public PictureData(ReadOnlySpan<byte> data, PictureKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Data = data;
        Kind = kind;
        Name = name;
    }

    /// <summary>The whole file.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The format, recognized by content.</summary>
    public PictureKind Kind { get; }

    /// <summary>The path or name for errors. Not meant to be opened: the data is the picture.</summary>
    public string Name { get; }

    /// <summary>The error for a damaged file.</summary>
    /// <param name="reason">What is damaged, in a few words on one line.</param>
    /// <param name="cause">The decoder's own exception, for debugging.</param>
    public PictureException Damaged(string reason, Exception? cause = null) =>
        PictureErrors.Damaged(Name, Kind, reason, cause);

    /// <summary>The error for a file whose end is missing.</summary>
    /// <param name="cause">The decoder's own exception, for debugging.</param>
    public PictureException CutOff(Exception? cause = null) => PictureErrors.CutOff(Name, Kind, cause);

    /// <summary>The error for a file that is whole, but of a kind that the decoder does not read.</summary>
    /// <param name="feature">What is not supported, in a few words on one line.</param>
    /// <param name="cause">The decoder's own exception, for debugging.</param>
    public PictureException Unsupported(string feature, Exception? cause = null) =>
        PictureErrors.Unsupported(Name, Kind, feature, cause);

    /// <summary>The error for a decoder that exceeded <see cref="DecodeOptions.MaxTime"/>.</summary>
    /// <param name="limit">The time that was allowed.</param>
    public PictureException TookTooLong(TimeSpan limit) => PictureErrors.TookTooLong(Name, limit);
}

using System.Diagnostics;

namespace Clip.Images.Decoding;

/// <summary>Stops a decoder that takes too long or is cancelled. The decoder asks it now and then.</summary>
internal readonly struct DecodingDeadline(DecodeOptions options, CancellationToken cancellation)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Throws if decoding must stop.</summary>
    /// <exception cref="PictureException">Decoding took too long.</exception>
    /// <exception cref="OperationCanceledException">Decoding was cancelled.</exception>
    internal void ThrowIfOver(PictureData picture)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_started) > options.MaxTime)
            throw picture.TookTooLong(options.MaxTime);
    }

    /// <summary>Throws if decoding must stop; cheap enough for every row, since few rows look at the clock.</summary>
    internal void ThrowIfOver(PictureData picture, int row)
    {
        if ((row & 63) == 0)
            ThrowIfOver(picture);
    }
}

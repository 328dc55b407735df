using System.Diagnostics;

namespace Clip.Images.Decoding;

/// <summary>Stops a decoder that takes too long or is cancelled. The decoder asks it now and then.</summary>
internal readonly struct DecodingDeadline(DecodeOptions options, CancellationToken cancellationToken)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Stops the decoding.</summary>
    internal CancellationToken Cancellation => cancellationToken;

    /// <summary>The options for a part of the picture: an exact decode in the time that is left.</summary>
    internal DecodeOptions Rest
    {
        get
        {
            var left = options.MaxTime - Stopwatch.GetElapsedTime(_started);
            return new DecodeOptions(1, left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1));
        }
    }

    /// <summary>Throws if decoding must stop.</summary>
    /// <exception cref="PictureException">Decoding took too long.</exception>
    /// <exception cref="OperationCanceledException">Decoding was cancelled.</exception>
    internal void ThrowIfOver(PictureData picture)
    {
        cancellationToken.ThrowIfCancellationRequested();
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

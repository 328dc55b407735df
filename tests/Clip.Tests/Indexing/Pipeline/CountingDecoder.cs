using Clip.Tests.Images;

namespace Clip.Tests.Indexing.Pipeline;

/// <summary>Decodes PPM files and records how many decode at the same time.</summary>
internal sealed class CountingDecoder : IPictureDecoder
{
    private readonly PortablePixmapDecoder _decoder = new();
    private readonly Lock _counting = new();
    private int _now;

    public IReadOnlySet<PictureKind> Kinds => _decoder.Kinds;

    /// <summary>The most that decoded at the same time.</summary>
    public int Most { get; private set; }

    public bool CanShrink(PictureKind kind) => false;

    public PictureHeader ReadHeader(PictureData picture) => _decoder.ReadHeader(picture);

    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        lock (_counting)
            Most = Math.Max(Most, ++_now);
        try
        {
            // Long enough for the others to come, if anything lets them.
            cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
            lock (_counting)
                return _decoder.Decode(picture, header, options, cancellationToken);
        }
        finally
        {
            lock (_counting)
                _now--;
        }
    }
}

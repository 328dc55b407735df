namespace Clip;

/// <summary>
/// Decodes picture files of untrusted origin. The first frame or page of a file counts as the picture.
/// </summary>
/// <remarks>
/// <para>
/// Implementations must be thread-safe: pictures are decoded in parallel by calls on one instance. They must not start
/// threads, open files or access the network on behalf of a picture, whatever its content asks for.
/// </para>
/// <para>
/// The caller recognizes the file's kind, checks the header against <see cref="PictureLimits"/>, and only then asks for
/// pixels. A decoder throws <see cref="PictureException"/> for bad files (see <see cref="PictureData.Damaged"/>) and
/// <see cref="OperationCanceledException"/> when it is cancelled. Any other exception counts as a defect of the decoder
/// and ends a batch.
/// </para>
/// </remarks>
public interface IPictureDecoder
{
    /// <summary>The kinds that this decoder reads; files of other kinds are refused without a call.</summary>
    IReadOnlySet<PictureKind> Kinds { get; }

    /// <summary>
    /// Whether the decoder can shrink pictures of a kind while it decodes, faster than a resize could.
    /// </summary>
    bool CanShrink(PictureKind kind);

    /// <summary>Reads the size of a picture without decoding pixels or allocating memory for them.</summary>
    /// <param name="picture">The file, which is valid only during the call.</param>
    /// <exception cref="PictureException">
    /// The header is damaged, or declares what the decoder does not read.
    /// </exception>
    PictureHeader ReadHeader(PictureData picture);

    /// <summary>
    /// Decodes a picture whose header was accepted. Colors stay as stored: no color profile is applied.
    /// </summary>
    /// <param name="picture">The file, which is valid only during the call.</param>
    /// <param name="header">The header that <see cref="ReadHeader"/> returned for this file.</param>
    /// <param name="options">How to decode.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <returns>The pixels, owned by the caller, in the size of the header divided by the shrink factor.</returns>
    /// <exception cref="PictureException">The file is damaged, cut off, or takes too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken);
}

using System.Buffers.Binary;

namespace Clip.Images.Decoding.Jpeg2000;

/// <summary>What the first segment of a JPEG 2000 code stream says (ITU-T T.800, A.5.1).</summary>
/// <param name="Left">Where the picture starts on the reference grid, which need not be its corner.</param>
/// <param name="Top">The same downwards.</param>
/// <param name="Width">The width, in pixels.</param>
/// <param name="Height">The height, in pixels.</param>
/// <param name="Components">The number of components.</param>
/// <param name="Depth">The stored depth of the first component.</param>
/// <param name="HasCoarseChroma">Whether the second and third components have fewer samples than the first.</param>
internal readonly record struct Jpeg2000Size(
    uint Left, uint Top, uint Width, uint Height, int Components, byte Depth, bool HasCoarseChroma)
{
    private const int ComponentsStart = 42;

    /// <summary>Reads the segment.</summary>
    /// <returns>False if the data is no code stream.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> codeStream, out Jpeg2000Size size)
    {
        size = default;
        if (codeStream.Length < ComponentsStart || !codeStream.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]))
            return false;
        var components = BinaryPrimitives.ReadUInt16BigEndian(codeStream[40..]);
        if (components == 0 || codeStream.Length < ComponentsStart + (3 * components))
            return false;
        var stored = codeStream.Slice(ComponentsStart, 3 * components); // depth, horizontal and vertical step
        var (right, bottom) = (Number(codeStream[8..]), Number(codeStream[12..]));
        var (left, top) = (Number(codeStream[16..]), Number(codeStream[20..]));
        size = new Jpeg2000Size(
            left,
            top,
            right - left,
            bottom - top,
            components,
            stored[0],
            components >= 3 && stored[1] == 1 && stored[2] == 1 && stored[4] > 1 && stored[7] == stored[4]);
        return true;

        static uint Number(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32BigEndian(data);
    }
}

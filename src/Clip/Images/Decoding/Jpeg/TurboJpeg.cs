using System.Runtime.InteropServices;

namespace Clip.Images.Decoding.Jpeg;

/// <summary>
/// libjpeg-turbo's TurboJPEG library, where the system has it: it writes pixels straight to where they are needed, and
/// reads a JPEG in a fraction of the time that ImageMagick takes with the same decoder inside. Thread-safe.
/// </summary>
internal sealed unsafe class TurboJpeg
{
    private const int Rgb = 0, Gray = 6; // TJPF
    private const int StopOnWarning = 8192, LimitScans = 32768; // TJFLAG

    private readonly delegate* unmanaged[Cdecl]<nint> _create;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroy;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> _readHeader;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decode;

    private TurboJpeg(nint create, nint destroy, nint readHeader, nint decode)
    {
        _create = (delegate* unmanaged[Cdecl]<nint>)create;
        _destroy = (delegate* unmanaged[Cdecl]<nint, int>)destroy;
        _readHeader = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)readHeader;
        _decode = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)decode;
    }

    private static string? FileName =>
        OperatingSystem.IsLinux() ? "libturbojpeg.so.0" : OperatingSystem.IsMacOS() ? "libturbojpeg.0.dylib" : null;

    /// <summary>Loads the system's library; null where there is none.</summary>
    public static TurboJpeg? TryLoad() =>
        FileName is { } name && NativeLibrary.TryLoad(name, out var library)
            && NativeLibrary.TryGetExport(library, "tjInitDecompress", out var create)
            && NativeLibrary.TryGetExport(library, "tjDestroy", out var destroy)
            && NativeLibrary.TryGetExport(library, "tjDecompressHeader3", out var readHeader)
            && NativeLibrary.TryGetExport(library, "tjDecompress2", out var decode)
            ? new TurboJpeg(create, destroy, readHeader, decode)
            : null;

    /// <summary>Decodes a file.</summary>
    /// <param name="picture">The file, to name it in errors.</param>
    /// <param name="data">What to decode: the file, or a part of it.</param>
    /// <param name="shrink">By how much each edge is shrunk: 1, 2, 4 or 8.</param>
    /// <param name="exifOrientation">The orientation of the pixels.</param>
    /// <returns>The pixels; null where the file is not read without a warning.</returns>
    /// <exception cref="PictureException">There is not enough memory.</exception>
    public DecodedPixels? Decode(PictureData picture, ReadOnlySpan<byte> data, int shrink, int exifOrientation)
    {
        var decoder = _create();
        if (decoder == 0)
            return null;
        NativePixels? pixels = null;
        try
        {
            fixed (byte* bytes = data)
            {
                var length = new CULong((nuint)data.Length);
                int width, height, subsampling, colors;
                if (_readHeader(decoder, bytes, length, &width, &height, &subsampling, &colors) != 0
                    || Format(colors) is not { } format)
                {
                    return null;
                }
                (width, height) = ((width + shrink - 1) / shrink, (height + shrink - 1) / shrink);
                pixels = new NativePixels(picture, width, height, format);
                var isGray = format == PixelFormat.Gray;
                fixed (byte* first = pixels.Row(0))
                {
                    const int flags = StopOnWarning | LimitScans;
                    if (_decode(
                        decoder, bytes, length, first, width, isGray ? width : width * 3, height,
                        isGray ? Gray : Rgb, flags) != 0)
                    {
                        return null;
                    }
                }
            }
            var decoded = pixels.TakeOver(exifOrientation);
            pixels = null;
            return decoded;
        }
        finally
        {
            pixels?.Dispose();
            _ = _destroy(decoder);
        }
    }

    /// <summary>The format for a color space (TJCS); null for inks.</summary>
    private static PixelFormat? Format(int colors) => colors switch
    {
        0 or 1 => PixelFormat.Rgb, // stored as RGB or as YCbCr
        2 => PixelFormat.Gray,
        _ => null,
    };
}

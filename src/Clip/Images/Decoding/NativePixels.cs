using System.Runtime.InteropServices;

namespace Clip.Images.Decoding;

/// <summary>Pixels in native memory that a decoder fills, all zero at first.</summary>
internal sealed unsafe class NativePixels : IDisposable
{
    private readonly int _width;
    private readonly PixelLayout _layout;
    private byte* _memory;

    /// <summary>Allocates the pixels of a picture whose size is within the limits.</summary>
    /// <exception cref="PictureException">There is not enough memory.</exception>
    internal NativePixels(PictureData picture, int width, int height, PixelFormat format)
    {
        _width = width;
        Height = height;
        _layout = PixelLayout.Of(format);
        try
        {
            _memory = (byte*)NativeMemory.AllocZeroed((nuint)height, (nuint)((long)width * _layout.Channels));
        }
        catch (OutOfMemoryException e)
        {
            throw PictureErrors.OutOfMemory(picture.Name, e);
        }
    }

    /// <summary>The number of rows.</summary>
    internal int Height { get; }

    /// <summary>The bytes of a row.</summary>
    internal Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        var stride = _width * _layout.Channels;
        return new Span<byte>(_memory + ((long)y * stride), stride);
    }

    /// <summary>Hands the pixels over; the result owns the memory.</summary>
    internal DecodedPixels TakeOver(int exifOrientation) =>
        new((nint)_memory, _width, Height, _layout, exifOrientation, this);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}

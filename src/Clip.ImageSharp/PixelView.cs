using System.Buffers;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;

namespace Clip;

/// <summary>The pixels of an ImageSharp picture as Clip reads them: in place where possible, else copied.</summary>
/// <param name="exifOrientation">The EXIF orientation of the pixels.</param>
/// <param name="owner">Disposed together with the pixels; null for a picture that belongs to the caller.</param>
internal sealed unsafe class PixelView(int exifOrientation, IDisposable? owner = null) : IImageVisitor
{
    /// <summary>The pixels of the visited picture.</summary>
    public DecodedPixels Pixels { get; private set; } = null!;

    /// <inheritdoc/>
    public void Visit<TPixel>(Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var layout = LayoutOf<TPixel>();
        if (layout is not { } known)
            Pixels = CopyRows<TPixel, Rgba32>(image, new PixelLayout(PixelFormat.Rgba, 4));
        else if (image.DangerousTryGetSinglePixelMemory(out var memory))
            Pixels = Wrap(memory.Pin(), image.Width, image.Height, known);
        else
            Pixels = CopyRows<TPixel, TPixel>(image, known);
    }

    /// <summary>The layout of pixels that Clip reads as they are; null for those that need a conversion.</summary>
    private static PixelLayout? LayoutOf<TPixel>() =>
        typeof(TPixel) == typeof(Rgb24) ? new PixelLayout(PixelFormat.Rgb, 3)
        : typeof(TPixel) == typeof(Rgba32) ? new PixelLayout(PixelFormat.Rgba, 4)
        : typeof(TPixel) == typeof(L8) ? new PixelLayout(PixelFormat.Gray, 1)
        : typeof(TPixel) == typeof(La16) ? new PixelLayout(PixelFormat.GrayAlpha, 2)
        : null;

    private DecodedPixels Wrap(MemoryHandle pinned, int width, int height, PixelLayout layout)
    {
        var released = new Released(pinned, owner);
        try
        {
            return new DecodedPixels((nint)pinned.Pointer, width, height, layout, exifOrientation, released);
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    private DecodedPixels CopyRows<TPixel, TCopy>(Image<TPixel> image, PixelLayout layout)
        where TPixel : unmanaged, IPixel<TPixel>
        where TCopy : unmanaged, IPixel<TCopy>
    {
        var (width, height) = (image.Width, image.Height);
        var copy = new NativeBlock((nuint)height * (nuint)width * (nuint)sizeof(TCopy));
        try
        {
            image.ProcessPixelRows(rows =>
            {
                for (var y = 0; y < height; y++)
                {
                    var target = new Span<TCopy>((TCopy*)copy.Address + ((long)y * width), width);
                    PixelOperations<TPixel>.Instance.To(image.GetConfiguration(), rows.GetRowSpan(y), target);
                }
            });
            var pixels = new DecodedPixels(copy.Address, width, height, layout, exifOrientation, copy);
            owner?.Dispose();
            return pixels;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Pinned pixels and the picture that they belong to.</summary>
    private sealed class Released(MemoryHandle pinned, IDisposable? owner) : IDisposable
    {
        private MemoryHandle _pinned = pinned;

        public void Dispose()
        {
            _pinned.Dispose();
            owner?.Dispose();
        }
    }

    /// <summary>Native memory.</summary>
    private sealed class NativeBlock(nuint bytes) : IDisposable
    {
        public nint Address { get; private set; } = (nint)NativeMemory.Alloc(bytes);

        public void Dispose()
        {
            NativeMemory.Free((void*)Address);
            Address = 0;
        }
    }
}

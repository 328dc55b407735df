using Clip.Images.Tiff;

namespace Clip.Images.Decoding.TiffPages;

/// <summary>The first page of a TIFF file, as its directory describes it.</summary>
internal readonly ref struct TiffPage
{
    private const int MostSamples = 32;
    private const long LargestBlock = 1 << 30;
    private const long SmallBlock = 1 << 22;

    private readonly TiffNumbers _offsets;
    private readonly TiffNumbers _lengths;
    private readonly TiffNumbers _extraSamples;

    /// <summary>Reads the directory of the first page.</summary>
    internal TiffPage(TiffBytes tiff)
    {
        IsLittleEndian = tiff.IsLittleEndian;
        (Compression, Photometric, Samples, Bits, Predictor) = (1, -1, 1, 1, 1);
        var (hasOrientation, xmpOrientation) = (false, 0);
        (SampleFormat, BlockHeight) = (TiffSampleFormat.Unsigned, uint.MaxValue);
        var (inkSet, isPlanar, fillOrder, areBitsEqual, areFormatsEqual) = (1L, false, 1L, true, true);
        var directory = new TiffDirectory(tiff, tiff.FirstDirectory);
        for (var field = 0; field < directory.Count; field++)
        {
            var number = directory.Number(field);
            switch (directory.Tag(field))
            {
                case TiffTag.ImageWidth:
                    Width = number;
                    break;
                case TiffTag.ImageLength:
                    Height = number;
                    break;
                case TiffTag.BitsPerSample:
                    Bits = (int)number;
                    areBitsEqual = AreEqual(directory.Numbers(field));
                    break;
                case TiffTag.Compression:
                    Compression = (int)number;
                    break;
                case TiffTag.PhotometricInterpretation:
                    Photometric = (int)number;
                    break;
                case TiffTag.FillOrder:
                    fillOrder = number;
                    break;
                case TiffTag.Orientation:
                    Orientation = number is >= 1 and <= 8 ? (int)number : 0;
                    hasOrientation = true;
                    break;
                case TiffTag.Xmp when !hasOrientation:
                    xmpOrientation = XmpOrientation.Find(directory.Values(field, out _));
                    break;
                case TiffTag.SamplesPerPixel:
                    Samples = (int)number;
                    break;
                case TiffTag.StripOffsets:
                case TiffTag.TileOffsets:
                    _offsets = directory.Numbers(field);
                    break;
                case TiffTag.StripByteCounts:
                case TiffTag.TileByteCounts:
                    _lengths = directory.Numbers(field);
                    break;
                case TiffTag.RowsPerStrip when BlockWidth == 0 && number > 0:
                    BlockHeight = number;
                    break;
                case TiffTag.TileWidth:
                    BlockWidth = number;
                    break;
                case TiffTag.TileLength:
                    BlockHeight = number;
                    break;
                case TiffTag.PlanarConfiguration:
                    isPlanar = number == 2;
                    break;
                case TiffTag.Predictor:
                    Predictor = (int)number;
                    break;
                case TiffTag.ColorMap:
                    ColorMap = directory.Numbers(field);
                    break;
                case TiffTag.JpegTables:
                    JpegTables = directory.Values(field, out _);
                    break;
                case TiffTag.InkSet:
                    inkSet = number;
                    break;
                case TiffTag.ExtraSamples:
                    _extraSamples = directory.Numbers(field);
                    break;
                case TiffTag.SampleFormat:
                    SampleFormat = (TiffSampleFormat)number;
                    areFormatsEqual = AreEqual(directory.Numbers(field));
                    break;
            }
        }

        if (!hasOrientation)
            Orientation = xmpOrientation;
        IsPlanar = isPlanar && Samples > 1;
        IsTiled = BlockWidth > 0;
        if (!IsTiled)
            (BlockWidth, BlockHeight) = (Width, Math.Min(BlockHeight, Height));
        IsBitReversed = fillOrder == 2;
        IsPlain = areBitsEqual && areFormatsEqual && inkSet == 1;
    }

    internal bool IsLittleEndian { get; }

    internal long Width { get; }

    internal long Height { get; }

    internal int Bits { get; }

    internal int Compression { get; }

    internal int Photometric { get; }

    internal int Samples { get; }

    internal int Predictor { get; }

    internal TiffSampleFormat SampleFormat { get; }

    /// <summary>The orientation in EXIF, or else in XMP; 0 if there is none.</summary>
    internal int Orientation { get; }

    /// <summary>Red, green and blue of the palette, one after the other.</summary>
    internal TiffNumbers ColorMap { get; }

    /// <summary>The tables that JPEG blocks share.</summary>
    internal ReadOnlySpan<byte> JpegTables { get; }

    /// <summary>Whether each sample of a pixel has blocks of its own.</summary>
    internal bool IsPlanar { get; }

    internal bool IsTiled { get; }

    internal long BlockWidth { get; }

    internal long BlockHeight { get; }

    /// <summary>Whether the first pixel is in the lowest bits of a byte.</summary>
    internal bool IsBitReversed { get; }

    private bool IsPlain { get; }

    /// <summary>The samples of a pixel that make up its color.</summary>
    internal int Colors => Photometric switch
    {
        TiffPhotometric.Rgb or TiffPhotometric.CieLab or TiffPhotometric.IccLab when Samples > 1 => 3,
        TiffPhotometric.Rgb => 3,
        TiffPhotometric.Cmyk => 4,
        _ => 1,
    };

    /// <summary>Whether the colors are L*, a* and b*; L* alone is gray.</summary>
    internal bool IsLab => Samples > 1 && Photometric is TiffPhotometric.CieLab or TiffPhotometric.IccLab;

    /// <summary>Whether the sample after the colors is alpha. As in Pillow it is, if nothing is said of it.</summary>
    internal bool HasAlpha => Samples > Colors
        && (_extraSamples.Count == 0
            ? Photometric == TiffPhotometric.Rgb && Samples == 4
            : _extraSamples[0] is 1 or 2 or 999);

    /// <summary>Whether the colors were multiplied with alpha.</summary>
    internal bool IsPremultiplied => HasAlpha && _extraSamples[0] == 1;

    /// <summary>The samples of a pixel in one block.</summary>
    internal int SamplesInBlock => IsPlanar ? 1 : Samples;

    /// <summary>The bytes of a row of a block.</summary>
    internal long RowLength => ((BlockWidth * SamplesInBlock * Bits) + 7) / 8;

    /// <summary>A tile may be larger than a small page, but not by far.</summary>
    private long MostBlockBytes =>
        Math.Min(LargestBlock, Math.Max(SmallBlock, 4 * ((Width * Samples * Bits / 8) + 1) * Height));

    internal long BlocksAcross => (Width + BlockWidth - 1) / BlockWidth;

    internal long BlocksDown => (Height + BlockHeight - 1) / BlockHeight;

    /// <summary>The format of the decoded pixels.</summary>
    internal PixelFormat Format => (Photometric, HasAlpha) switch
    {
        (TiffPhotometric.Rgb or TiffPhotometric.Palette, false) => PixelFormat.Rgb,
        (TiffPhotometric.Rgb or TiffPhotometric.Palette, true) => PixelFormat.Rgba,
        (TiffPhotometric.CieLab or TiffPhotometric.IccLab, false) when IsLab => PixelFormat.Rgb,
        (TiffPhotometric.CieLab or TiffPhotometric.IccLab, true) when IsLab => PixelFormat.Rgba,
        (TiffPhotometric.Cmyk, false) => PixelFormat.Cmyk,
        (TiffPhotometric.Cmyk, true) => PixelFormat.CmykAlpha,
        (_, false) => PixelFormat.Gray,
        _ => PixelFormat.GrayAlpha,
    };

    /// <summary>Whether the pixels are plain samples, in a compression that is decoded here.</summary>
    internal bool IsSupported => IsPlain
        && Width is > 0 and <= int.MaxValue && Height is > 0 and <= int.MaxValue
        && Samples is >= 1 and <= MostSamples && Samples >= Colors
        && (!IsLab || (Bits is 8 or 16 && SampleFormat is TiffSampleFormat.Unsigned or TiffSampleFormat.Undefined))
        && Photometric is TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero or TiffPhotometric.Rgb
            or TiffPhotometric.Palette or TiffPhotometric.Cmyk or TiffPhotometric.CieLab or TiffPhotometric.IccLab
        && (TiffCompression.IsSupported(Compression) || IsJpegOfSamples)
        && (SampleFormat, Bits) switch
        {
            (TiffSampleFormat.Unsigned or TiffSampleFormat.Undefined, >= 1 and <= 64) =>
                Photometric != TiffPhotometric.Palette || (Bits <= 8 && ColorMap.Count >= 3 << Bits),
            (TiffSampleFormat.Signed, 8 or 16 or 32 or 64) => Photometric != TiffPhotometric.Palette,
            (TiffSampleFormat.Float, 16 or 32 or 64) => Photometric != TiffPhotometric.Palette,
            _ => false,
        }
        && Predictor switch
        {
            1 => true,
            2 => Bits is 8 or 16 or 32 or 64 && SampleFormat != TiffSampleFormat.Float,
            3 => SampleFormat == TiffSampleFormat.Float,
            _ => false,
        }
        && BlockWidth is > 0 and <= int.MaxValue && BlockHeight is > 0 and <= int.MaxValue
        && RowLength <= LargestBlock && RowLength * BlockHeight <= MostBlockBytes
        && _offsets.Count > 0;

    /// <summary>
    /// Whether the page has JPEG data that ImageMagick refuses: planes, of which each is gray, or tiles of inks.
    /// </summary>
    private bool IsJpegOfSamples => Compression == TiffCompression.Jpeg && Bits == 8 && Predictor == 1 && !IsBitReversed
        && (IsPlanar
            ? Photometric is TiffPhotometric.Rgb or TiffPhotometric.Cmyk
            : Photometric == TiffPhotometric.Cmyk && IsTiled && Samples == Colors);

    /// <summary>The compressed bytes of a block; those that the file has.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="index">The index of the block.</param>
    /// <param name="length">The length of the block's samples.</param>
    internal ReadOnlySpan<byte> Compressed(ReadOnlySpan<byte> file, long index, int length)
    {
        if (index >= _offsets.Count)
            return [];
        var (offset, stored) = (_offsets[(int)index], _lengths[(int)index]);
        if (offset <= 0 || offset >= file.Length)
            return [];
        // Without compression the length is known, and often stored wrongly or not at all.
        var left = file.Length - offset;
        var used = Compression == 1 ? length : stored == 0 ? left : stored;
        return file.Slice((int)offset, (int)Math.Min(used, left));
    }

    private static bool AreEqual(TiffNumbers numbers)
    {
        for (var i = 1; i < numbers.Count; i++)
        {
            if (numbers[i] != numbers[0])
                return false;
        }

        return true;
    }
}

using Clip.Devices;
using Clip.Models.Caching;
using Clip.Models.Quantization;

namespace Clip.Models;

/// <summary>
/// The towers of a model in 8 bits, and the samples that they are measured on. Thread-safe. Without a cache of graphs
/// the rewritten ones are in a folder of their own, which disposing this deletes.
/// </summary>
internal sealed class ModelQuantization : IDisposable
{
    // Enough to tell a mean of .999 from one of .998, and seconds on a large model.
    private const int MostPictures = 32;
    private const int FewestPictures = 8;
    private const int BatchSize = 8;

    private readonly QuantizedTower? _text;
    private readonly QuantizedTower? _image;
    private readonly Func<TextEncoder> _texts;
    private readonly Func<ImageEncoder> _pictures;
    private readonly GraphCache _cache;

    /// <param name="text">The text tower.</param>
    /// <param name="image">The image tower.</param>
    /// <param name="length">The length of an embedding before it is truncated.</param>
    /// <param name="options">Device, threads, cache, what is required.</param>
    /// <param name="texts">The text encoder, for samples.</param>
    /// <param name="pictures">The image encoder, for samples.</param>
    /// <exception cref="DeviceException">Another device than the processor is named.</exception>
    public ModelQuantization(
        ModelTower text, ModelTower image, int length, ClipModelOptions options, Func<TextEncoder> texts,
        Func<ImageEncoder> pictures)
    {
        if (options.Device != ClipDevice.Auto && options.Device != ClipDevice.Cpu)
            throw DeviceException.NotIn8Bits(options.Device.Name);
        var sessions = new SessionFactory(ClipDevice.Cpu.Name, options.Threads, options.ProfilePrefix);
        _cache = GraphCache.Open(options.CacheFolder, options.CacheLimit) ?? GraphCache.Temporary();
        _texts = texts;
        _pictures = pictures;
        _text = Tower("text", text);
        _image = Tower("image", image);

        QuantizedTower? Tower(string name, ModelTower tower) => tower.Graph is null
            ? null
            : new QuantizedTower(
                name, tower.Graph, tower.Output! with { Length = length }, sessions, _cache, options.RequiredCosine,
                options.SpeedRatio, options.PrecisionMeasured);
    }

    /// <summary>The reports of the towers that have been measured.</summary>
    public IReadOnlyList<PrecisionReport> Reports =>
        [.. new[] { _text?.Recall(), _image?.Recall() }.OfType<PrecisionReport>()];

    /// <summary>Opens the text tower.</summary>
    public EncoderSession OpenText(SessionUse use) => _text!.Open(use, BuiltInTextSample);

    /// <summary>Opens the image tower.</summary>
    public EncoderSession OpenImage(SessionUse use)
    {
        PictureSample? sample = null;
        try
        {
            return _image!.Open(use, () => sample = Sample([], "", DecodeMode.Exact, default));
        }
        finally
        {
            sample?.Dispose();
        }
    }

    /// <summary>Measures the towers: the image tower on pictures, the text tower on built-in texts.</summary>
    /// <param name="paths">Picture files; those that cannot be read are left out.</param>
    /// <param name="source">What to call them.</param>
    /// <param name="mode">How they are decoded.</param>
    /// <param name="cancellationToken">Cancels between pictures.</param>
    public IReadOnlyList<PrecisionReport> Prove(
        IEnumerable<string> paths, string source, DecodeMode mode, CancellationToken cancellationToken)
    {
        if (_image is not null)
        {
            PictureSample? sample = null;
            try
            {
                _image.Prove(() => sample = Sample(paths, source, mode, cancellationToken));
            }
            finally
            {
                sample?.Dispose();
            }
        }
        if (_text is { IsProven: false })
            _text.Prove(BuiltInTextSample);
        return Reports;
    }

    public void Dispose() => _cache.DeleteTemporary();

    private TextSample BuiltInTextSample() =>
        new(_texts(), BuiltInTexts.All, $"{BuiltInTexts.All.Count} built-in texts");

    /// <summary>Pictures of the user; where they are few, built-in ones too.</summary>
    private PictureSample Sample(
        IEnumerable<string> paths, string source, DecodeMode mode, CancellationToken cancellationToken)
    {
        var encoder = _pictures();
        List<Action<ImageBatch, int>> writes = [];
        List<ImageBatch> batches = [];
        List<Picture> decoded = [];
        try
        {
            foreach (var some in paths.Chunk(BatchSize))
            {
                if (decoded.Count == MostPictures)
                    break;
                var few = some.AsSpan(0, Math.Min(some.Length, MostPictures - decoded.Count)).ToArray();
                foreach (var picture in Decode(encoder, few, mode, cancellationToken).OfType<Picture>())
                {
                    decoded.Add(picture);
                    writes.Add((batch, slot) => batch.Write(slot, picture));
                }
            }
            var own = writes.Count;
            if (own < FewestPictures)
            {
                for (var number = 0; number < BuiltInPictures.Count; number++)
                {
                    var pixels = BuiltInPictures.Draw(number);
                    writes.Add((batch, slot) => encoder.Write(
                        batch, slot, pixels, BuiltInPictures.Edge, BuiltInPictures.Edge, PixelFormat.Rgb, 0));
                }
            }
            foreach (var some in writes.Chunk(BatchSize))
            {
                var batch = encoder.CreateBatch(some.Length);
                batches.Add(batch);
                for (var slot = 0; slot < some.Length; slot++)
                    some[slot](batch, slot);
            }
            return new PictureSample(encoder, batches, Describe(own, writes.Count - own, source));
        }
        catch
        {
            batches.ForEach(static batch => batch.Dispose());
            throw;
        }
        finally
        {
            decoded.ForEach(static picture => picture.Dispose());
        }
    }

    /// <summary>Decodes with all cores; null for those that cannot be read, which the index reports.</summary>
    private static Picture?[] Decode(
        ImageEncoder encoder, string[] paths, DecodeMode mode, CancellationToken cancellationToken)
    {
        var pictures = new Picture?[paths.Length];
        try
        {
            var workers = new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            };
            Parallel.For(0, paths.Length, workers, i =>
            {
                try
                {
                    pictures[i] = encoder.Decode(paths[i], mode, cancellationToken);
                }
                catch (PictureException)
                {
                    // It stays null.
                }
            });
            return pictures;
        }
        catch
        {
            foreach (var picture in pictures)
                picture?.Dispose();
            throw;
        }
    }

    private static string Describe(int own, int builtIn, string source) => (own, builtIn) switch
    {
        (0, _) => $"{builtIn} built-in pictures",
        (_, 0) => $"{own} pictures of {source}",
        _ => $"{own} pictures of {source} and {builtIn} built-in ones",
    };
}

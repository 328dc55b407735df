using System.Diagnostics;
using Clip.Searching;

namespace Clip.Evaluation;

/// <summary>The embeddings of pictures and their captions; of what cannot be encoded there is none.</summary>
internal sealed class EncodedCaptions
{
    private const int BatchSize = 256;

    private readonly CaptionedPictures _source;
    private readonly float[]?[] _pictures;
    private readonly float[]?[] _captions;

    private EncodedCaptions(CaptionedPictures source, float[]?[] pictures, float[]?[] captions)
    {
        _source = source;
        _pictures = pictures;
        _captions = captions;
    }

    public TimeSpan PictureTime { get; private init; }

    public TimeSpan CaptionTime { get; private init; }

    public static async Task<EncodedCaptions> EncodeAsync(
        ClipModel model, CaptionedPictures source, Action<ClipException>? onError,
        CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        List<float[]?> pictures = [];
        await foreach (var encoded in PictureEncoding.EncodeAsync(
            model, source.Pictures.Select(PictureSource.FromFile), cancellationToken).ConfigureAwait(false))
        {
            pictures.Add(encoded.Vector);
            if (encoded.Error is { } error)
                onError?.Invoke(error);
        }
        var pictureTime = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var captions = EncodeTexts(
            model, [.. source.Captions.Select(static caption => caption.Text)], onError, cancellationToken);
        return new EncodedCaptions(source, [.. pictures], captions)
        {
            PictureTime = pictureTime,
            CaptionTime = Stopwatch.GetElapsedTime(start),
        };
    }

    /// <summary>What is encoded here and there: pictures with at least one caption.</summary>
    /// <exception cref="ClipException">There is none.</exception>
    public PairedVectors Keep(EncodedCaptions other)
    {
        var captions = Enumerable.Range(0, _captions.Length).Where(i =>
            _captions[i] is not null && other._captions[i] is not null
            && _pictures[_source.Captions[i].Picture] is not null
            && other._pictures[_source.Captions[i].Picture] is not null).ToList();
        if (captions.Count == 0)
            throw new ClipException("the captions", "belong to no picture that can be read", "check the pictures");
        var numbers = captions.Select(i => _source.Captions[i].Picture).Distinct().Order()
            .Index().ToDictionary(static picture => picture.Item, static picture => picture.Index);
        return new PairedVectors(
            [.. numbers.OrderBy(static number => number.Value).Select(number => _pictures[number.Key]!)],
            [.. captions.Select(i => _captions[i]!)],
            [.. captions.Select(i => numbers[_source.Captions[i].Picture])]);
    }

    private static float[]?[] EncodeTexts(
        ClipModel model, string[] texts, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var vectors = new float[]?[texts.Length];
        for (var start = 0; start < texts.Length; start += BatchSize)
        {
            var batch = texts[start..Math.Min(texts.Length, start + BatchSize)];
            var all = new float[batch.Length * model.Dimensions];
            var missing = model.Text.EncodeEach(batch, all, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
            {
                if (missing.Contains(i))
                    onError?.Invoke(model.Text.NoEmbedding(batch[i]));
                else
                    vectors[start + i] = all[(i * model.Dimensions)..((i + 1) * model.Dimensions)];
            }
        }
        return vectors;
    }
}

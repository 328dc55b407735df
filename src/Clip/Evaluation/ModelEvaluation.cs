using System.Diagnostics;
using Clip.Evaluation;
using Clip.Statistics;

namespace Clip;

/// <summary>What the evaluation of one model found, and how long it took.</summary>
/// <param name="Report">How well pictures and captions find each other.</param>
/// <param name="PictureTime">How long decoding and encoding the pictures took.</param>
/// <param name="CaptionTime">How long encoding the captions took.</param>
/// <param name="RankingTime">How long ranking all of them took.</param>
public sealed record RetrievalEvaluation(
    RetrievalReport Report, TimeSpan PictureTime, TimeSpan CaptionTime, TimeSpan RankingTime);

/// <summary>Two models on the same pictures and captions.</summary>
/// <param name="First">The first model.</param>
/// <param name="Second">The other model.</param>
/// <param name="TextToImage">How much better the second finds pictures.</param>
/// <param name="ImageToText">How much better the second finds captions.</param>
public sealed record RetrievalComparison(
    RetrievalEvaluation First, RetrievalEvaluation Second, RetrievalDifference TextToImage,
    RetrievalDifference ImageToText);

/// <summary>
/// Measures how well a model finds the pictures of captions and the captions of pictures. Pictures are decoded exactly,
/// texts encoded as queries; scores are cosines. The intervals come from 2,000 resamples of the pictures with a fixed
/// seed, so that every run gives the same ones.
/// </summary>
public static class ModelEvaluation
{
    /// <summary>Evaluates one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pictures">The pictures and their captions.</param>
    /// <param name="onError">
    /// Called for each picture and caption that cannot be encoded; they do not count, nor does a picture without
    /// captions.
    /// </param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ClipException">No picture can be encoded.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public static async Task<RetrievalEvaluation> EvaluateAsync(
        ClipModel model, CaptionedPictures pictures, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pictures);
        var encoded = await EncodedCaptions.EncodeAsync(model, pictures, onError, cancellationToken)
            .ConfigureAwait(false);
        return Rank(encoded, encoded.Keep(encoded), cancellationToken);
    }

    /// <summary>Evaluates two models, or two variants of one, on the pictures that both can encode.</summary>
    /// <param name="first">The model to compare with.</param>
    /// <param name="second">The model that may be better.</param>
    /// <param name="pictures">The pictures and their captions.</param>
    /// <param name="onError">Called for each picture and caption that cannot be encoded.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ClipException">No picture can be encoded.</exception>
    /// <exception cref="ModelException">A model cannot be loaded or run.</exception>
    public static async Task<RetrievalComparison> CompareAsync(
        ClipModel first, ClipModel second, CaptionedPictures pictures, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(pictures);
        var a = await EncodedCaptions.EncodeAsync(first, pictures, onError, cancellationToken).ConfigureAwait(false);
        var b = await EncodedCaptions.EncodeAsync(second, pictures, onError, cancellationToken).ConfigureAwait(false);
        var (pairs, others) = (a.Keep(b), b.Keep(a));
        var (one, other) = (Rank(a, pairs, cancellationToken), Rank(b, others, cancellationToken));
        var draws = Resampling.Of(pairs.Pictures.Count);
        return new RetrievalComparison(
            one, other,
            RetrievalFigures.Compare(
                one.Report.TextToImage, other.Report.TextToImage, RetrievalFigures.TextDraws(pairs.CaptionsOf), draws),
            RetrievalFigures.Compare(
                one.Report.ImageToText, other.Report.ImageToText, static picture => [picture], draws));
    }

    private static RetrievalEvaluation Rank(
        EncodedCaptions encoded, PairedVectors pairs, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var report = RetrievalFigures.Evaluate(pairs, Resampling.Of(pairs.Pictures.Count), cancellationToken);
        return new RetrievalEvaluation(
            report, encoded.PictureTime, encoded.CaptionTime, Stopwatch.GetElapsedTime(start));
    }
}

using System.Text.Json.Serialization;

namespace Clip.Cli.Verbs.Eval;

/// <summary>The JSON line of an evaluation with captions. The names are part of the command line's contract.</summary>
internal sealed record EvalLine(
    string Model, string Variant, int Pictures, int Captions, DirectionLine TextToImage, DirectionLine ImageToText,
    SecondsLine Seconds)
{
    public string Precision { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvalLine? Against { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DifferenceLine? Difference { get; init; }

    public static EvalLine Of(ClipModel model, RetrievalEvaluation evaluation)
    {
        var report = evaluation.Report;
        return new EvalLine(
            model.Name, model.Variant, report.Pictures, report.Captions, DirectionLine.Of(report.TextToImage),
            DirectionLine.Of(report.ImageToText),
            new SecondsLine(
                evaluation.PictureTime.TotalSeconds, evaluation.CaptionTime.TotalSeconds,
                evaluation.RankingTime.TotalSeconds))
        {
            Precision = ModelPrecisionWords.Of(model.Precision),
        };
    }
}

/// <summary>How long it took.</summary>
internal sealed record SecondsLine(double Pictures, double Captions, double Ranking);

/// <summary>One direction, in fractions of 1.</summary>
internal sealed record DirectionLine(
    double R1, double R5, double R10, double MedianRank, double Mrr, IntervalsLine Intervals, int Tied)
{
    public static DirectionLine Of(RetrievalDirection direction)
    {
        var measures = direction.Measures;
        return new DirectionLine(
            measures.R1, measures.R5, measures.R10, measures.MedianRank, measures.Mrr,
            IntervalsLine.Of(direction.Intervals), direction.Tied);
    }
}

/// <summary>95 % intervals: lower and upper end.</summary>
internal sealed record IntervalsLine(double[] R1, double[] R5, double[] R10, double[] MedianRank, double[] Mrr)
{
    public static IntervalsLine Of(RetrievalIntervals intervals) => new(
        Ends(intervals.R1), Ends(intervals.R5), Ends(intervals.R10), Ends(intervals.MedianRank), Ends(intervals.Mrr));

    public static double[] Ends(ConfidenceInterval interval) => [interval.Low, interval.High];
}

/// <summary>By how much the other model is better.</summary>
internal sealed record DifferenceLine(DirectionDifferenceLine TextToImage, DirectionDifferenceLine ImageToText);

internal sealed record DirectionDifferenceLine(
    double R1, double R5, double R10, double MedianRank, double Mrr, IntervalsLine Intervals)
{
    public static DirectionDifferenceLine Of(RetrievalDifference difference)
    {
        var by = difference.Difference;
        return new DirectionDifferenceLine(
            by.R1, by.R5, by.R10, by.MedianRank, by.Mrr, IntervalsLine.Of(difference.Intervals));
    }
}

/// <summary>The JSON line of an evaluation with a folder of classes.</summary>
internal sealed record ClassReportLine(
    string Model, string Variant, int Pictures, int Classes, double Accuracy, double[] Interval, double Top5,
    ClassAccuracyLine[] PerClass, ClassConfusionLine[] Confusions)
{
    public string Precision { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassReportLine? Against { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AccuracyDifferenceLine? Difference { get; init; }
}

internal sealed record ClassAccuracyLine(string Label, int Pictures, int Right);

internal sealed record ClassConfusionLine(string Label, string Predicted, int Count);

internal sealed record AccuracyDifferenceLine(double Accuracy, double[] Interval);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvalLine))]
[JsonSerializable(typeof(ClassReportLine))]
internal sealed partial class EvalJson : JsonSerializerContext;

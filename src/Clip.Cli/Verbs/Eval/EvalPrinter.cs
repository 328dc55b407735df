using System.Globalization;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Eval;

/// <summary>Writes evaluations with captions: a JSON line, or a table for people.</summary>
internal static class EvalPrinter
{
    private const int NameWidth = 15;
    private const int CellWidth = 25;

    private static readonly string[] Columns = ["Recall@1", "Recall@5", "Recall@10", "median", "MRR"];

    public static void Write(Terminal terminal, ClipModel model, RetrievalEvaluation evaluation)
    {
        if (terminal.IsJson)
        {
            terminal.Json(EvalLine.Of(model, evaluation), EvalJson.Default.EvalLine);
            return;
        }
        WriteTable(terminal, model, evaluation);
        terminal.Line(Texts.Of("In brackets: 95 % intervals, from 2,000 resamples of the pictures."));
    }

    public static void Write(Terminal terminal, ClipModel model, ClipModel against, RetrievalComparison comparison)
    {
        if (terminal.IsJson)
        {
            terminal.Json(
                EvalLine.Of(model, comparison.First) with
                {
                    Against = EvalLine.Of(against, comparison.Second),
                    Difference = new DifferenceLine(
                        DirectionDifferenceLine.Of(comparison.TextToImage),
                        DirectionDifferenceLine.Of(comparison.ImageToText)),
                },
                EvalJson.Default.EvalLine);
            return;
        }
        WriteTable(terminal, model, comparison.First);
        WriteTable(terminal, against, comparison.Second);
        terminal.Line(Texts.Say($"{Name(against)} less {Name(model)}, on the same resamples"));
        WriteHead(terminal);
        foreach (var (name, difference) in ((string, RetrievalDifference)[])
            [("text to picture", comparison.TextToImage), ("picture to text", comparison.ImageToText)])
            WriteRow(terminal, name, difference.Difference, difference.Intervals, signed: true);
        terminal.Line(Texts.Of("In brackets: 95 % intervals; one without 0 in it is no accident."));
    }

    internal static string Name(ClipModel model)
    {
        var precision = model.Precision == ModelPrecision.Int8 ? " in int8" : "";
        var dimensions = model.Dimensions == model.FullDimensions
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {model.Dimensions} dimensions");
        return $"{model.Name} ({model.Variant}{precision}{dimensions})";
    }

    private static void WriteTable(Terminal terminal, ClipModel model, RetrievalEvaluation evaluation)
    {
        var report = evaluation.Report;
        terminal.Line(Texts.Say(
            $"{Plain.OneLine(Name(model))}: {report.Captions:N0} captions of {report.Pictures:N0} pictures; pictures "
            + $"{report.Pictures / Math.Max(1e-9, evaluation.PictureTime.TotalSeconds):0.0}/s, captions "
            + $"{report.Captions / Math.Max(1e-9, evaluation.CaptionTime.TotalSeconds):0.0}/s"));
        WriteHead(terminal);
        WriteRow(terminal, "text to picture", report.TextToImage.Measures, report.TextToImage.Intervals);
        WriteRow(terminal, "picture to text", report.ImageToText.Measures, report.ImageToText.Intervals);
        var tied = report.TextToImage.Tied + report.ImageToText.Tied;
        if (tied > 0)
        {
            terminal.Line(Texts.Say(
                $"{tied:N0} queries have a wrong answer with exactly the right one's score, which counts in their "
                + $"favor"));
        }
        terminal.Line("");
    }

    private static void WriteHead(Terminal terminal) =>
        terminal.Line(
            "".PadRight(NameWidth)
            + string.Concat(Columns.Select(static column => TextWidth.PadLeft(Texts.Of(column), CellWidth))));

    private static void WriteRow(
        Terminal terminal, string name, RetrievalMeasures measures, RetrievalIntervals intervals, bool signed = false)
    {
        (double Value, ConfidenceInterval Interval, bool IsShare)[] cells =
        [
            (measures.R1, intervals.R1, true), (measures.R5, intervals.R5, true), (measures.R10, intervals.R10, true),
            (measures.MedianRank, intervals.MedianRank, false), (measures.Mrr, intervals.Mrr, true),
        ];
        terminal.Line(TextWidth.Pad(Texts.Of(name), NameWidth) + string.Concat(cells.Select(cell =>
        {
            var (low, high) = (cell.Interval.Low, cell.Interval.High);
            var interval = $"[{Number(low, cell.IsShare, signed)}, {Number(high, cell.IsShare, signed)}]";
            return $"{Number(cell.Value, cell.IsShare, signed)} {interval}".PadLeft(CellWidth);
        })));
    }

    private static string Number(double value, bool isShare, bool signed)
    {
        var text = value.ToString(isShare ? "0.000" : "0.#", CultureInfo.InvariantCulture);
        return signed && value > 0 ? "+" + text : text;
    }
}

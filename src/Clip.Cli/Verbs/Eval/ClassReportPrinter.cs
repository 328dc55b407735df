using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Eval;

/// <summary>Writes evaluations with a folder of classes: a JSON line, or a table for people.</summary>
internal static class ClassReportPrinter
{
    private const int MostConfusions = 5;

    public static void Write(Terminal terminal, ClipModel model, ClassificationReport report)
    {
        if (terminal.IsJson)
            terminal.Json(Line(model, report), EvalJson.Default.ClassReportLine);
        else
            WriteTable(terminal, model, report);
    }

    public static void Write(
        Terminal terminal, ClipModel model, ClipModel against, ClassificationComparison comparison)
    {
        if (terminal.IsJson)
        {
            terminal.Json(
                Line(model, comparison.First) with
                {
                    Against = Line(against, comparison.Second),
                    Difference = new AccuracyDifferenceLine(
                        comparison.Difference, IntervalsLine.Ends(comparison.Interval)),
                },
                EvalJson.Default.ClassReportLine);
            return;
        }
        WriteTable(terminal, model, comparison.First);
        WriteTable(terminal, against, comparison.Second);
        var (low, high) = (comparison.Interval.Low, comparison.Interval.High);
        terminal.Line(Texts.Say(
            $"{EvalPrinter.Name(against)} less {EvalPrinter.Name(model)}: {comparison.Difference:+0.000;-0.000;0.000} "
            + $"[{low:+0.000;-0.000;0.000}, {high:+0.000;-0.000;0.000}]"));
    }

    private static ClassReportLine Line(ClipModel model, ClassificationReport report) => new(
        model.Name, model.Variant, report.Pictures, report.Classes.Count, report.Accuracy,
        IntervalsLine.Ends(report.Interval), report.Top5,
        [.. report.Classes.Select(static one => new ClassAccuracyLine(one.Label, one.Pictures, one.Right))],
        [.. report.Confusions.Select(static one => new ClassConfusionLine(one.Label, one.Predicted, one.Count))])
    {
        Precision = ModelPrecisionWords.Of(model.Precision),
    };

    private static void WriteTable(Terminal terminal, ClipModel model, ClassificationReport report)
    {
        terminal.Line(Plain.OneLine(Texts.Say(
            $"{EvalPrinter.Name(model)}: {report.Pictures:N0} pictures of {report.Classes.Count} classes; right "
            + $"{report.Accuracy:0.000} [{report.Interval.Low:0.000}, {report.Interval.High:0.000}], among the first "
            + $"five {report.Top5:0.000}")));
        var width = report.Classes.Max(static one => TextWidth.Of(one.Label));
        foreach (var one in report.Classes)
        {
            terminal.Line(Plain.OneLine(
                $"  {TextWidth.Pad(one.Label, width)}  " + Texts.Say($"{one.Right:N0} of {one.Pictures:N0}")));
        }
        foreach (var mistake in report.Confusions.Take(MostConfusions))
            terminal.Line(Plain.OneLine(
                "  " + Texts.Say($"{mistake.Label} taken for {mistake.Predicted}: {mistake.Count}")));
        terminal.Line("");
    }
}

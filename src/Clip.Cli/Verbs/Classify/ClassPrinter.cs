using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Classify;

/// <summary>The JSON line of a picture that was classified.</summary>
internal sealed record ClassLine(
    string Path, string? Label, double Probability, Dictionary<string, double> Probabilities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClassLine))]
internal sealed partial class ClassLineJson : JsonSerializerContext;

/// <summary>Writes classified pictures, and sorts their files where that is asked for.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="labels">The labels of the classes.</param>
/// <param name="sort">What to do with the files; null for nothing.</param>
internal sealed class ClassPrinter(Terminal terminal, IReadOnlyList<string> labels, SortSettings? sort)
{
    private readonly FileSorting? _sorting = sort is null ? null : new FileSorting(sort.Folder);

    /// <summary>How many pictures were classified.</summary>
    public int Count { get; private set; }

    /// <summary>How many could not be read or sorted.</summary>
    public int Failed { get; private set; }

    public void Write(ClassifiedPicture picture)
    {
        if (picture.Error is { } error)
        {
            Failed++;
            terminal.Error(ErrorText.Of(error));
            return;
        }
        Count++;
        var prediction = picture.Prediction!;
        var target = Plan(picture.Picture, prediction.Label);
        if (terminal.IsJson)
        {
            var probabilities = new Dictionary<string, double>(labels.Count);
            for (var i = 0; i < labels.Count; i++)
                probabilities[labels[i]] = prediction.Probabilities[i];
            terminal.Json(
                new ClassLine(picture.Picture, prediction.Label, prediction.Probability, probabilities, target),
                ClassLineJson.Default.ClassLine);
            return;
        }
        var label = prediction.Label ?? Texts.Say($"(none; nearest: {prediction.Nearest})");
        ResultRow.Write(
            terminal, (float)prediction.Probability, picture.Picture, label, target is null ? "" : $"-> {target}");
    }

    /// <summary>Does with the files what is asked for, or says what would be done.</summary>
    public void Finish(CancellationToken cancellationToken)
    {
        if (_sorting is null)
            return;
        var todo = _sorting.Files.Count(static file => !file.IsThere);
        var there = _sorting.Files.Count - todo;
        var left = there > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {there:N0} are there already") : "";
        if (!sort!.Apply)
        {
            terminal.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{DisplayPath.Of(sort.Folder)}: {todo:N0} of {Count:N0} would be {Done(sort.Action)}{left}; "
                + $"nothing has been done yet: add --apply"));
            return;
        }
        var (done, undo) = _sorting.Apply(sort.Action, Report, cancellationToken);
        var hint = undo is null
            ? ""
            : $"; to take it back: clipsearch classify --undo {ShellQuoted.Of(DisplayPath.Of(undo))}";
        terminal.Warn(string.Create(
            CultureInfo.InvariantCulture,
            $"{DisplayPath.Of(sort.Folder)}: {done:N0} {Done(sort.Action)}{left}{hint}"));
    }

    private string? Plan(string path, string? label)
    {
        if (_sorting is null || label is null || !File.Exists(path))
            return null;
        try
        {
            return DisplayPath.Of(_sorting.Add(path, label).To);
        }
        catch (ClipException error)
        {
            Report(error);
            return null;
        }
    }

    private void Report(ClipException error)
    {
        Failed++;
        terminal.Error(ErrorText.Of(error));
    }

    private static string Done(SortAction action) => action switch
    {
        SortAction.Copy => "copied",
        SortAction.Link => "linked",
        _ => "moved",
    };
}

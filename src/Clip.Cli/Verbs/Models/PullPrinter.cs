using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Hub;

namespace Clip.Cli.Verbs.Models;

/// <summary>The JSON line of a download; without a folder, of its plan.</summary>
internal sealed record PullLine(
    string Model, string Commit, string Variant, string? Folder, string? Licence, string? Restriction, int Files,
    long Bytes, long DownloadedBytes)
{
    public static PullLine Of(PullPlan plan, string? folder) => new(
        plan.Model.ToString(), plan.Commit, plan.Variant, folder, plan.License.Name, plan.License.Restriction,
        plan.Files.Count, plan.TotalBytes, plan.MissingBytes);
}

internal sealed record PullFileLine(string Model, string Path, long Bytes, string Hash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(PullFileLine))]
internal sealed partial class PullJson : JsonSerializerContext;

/// <summary>Writes what is downloaded.</summary>
internal static class PullPrinter
{
    /// <summary>Writes the files of a download that is only planned.</summary>
    public static void WritePlan(Terminal terminal, PullPlan plan)
    {
        foreach (var file in plan.Files)
        {
            var line = new PullFileLine(plan.Model.ToString(), file.Path, file.Size, file.ContentId);
            if (terminal.IsJson)
                terminal.Json(line, PullJson.Default.PullFileLine);
            else
                terminal.Line($"{ByteSize.Of(file.Size),12}  {Plain.OneLine(file.Path)}");
        }
        if (terminal.IsJson)
            terminal.Json(PullLine.Of(plan, folder: null), PullJson.Default.PullLine);
        else
        {
            var missing = ByteSize.Of(plan.MissingBytes);
            terminal.Line($"{ByteSize.Of(plan.TotalBytes),12}  " + Texts.Say($"in all, {missing} of it to download"));
        }
    }

    /// <summary>Reports what is about to be downloaded.</summary>
    public static void Announce(Terminal terminal, PullPlan plan)
    {
        foreach (var file in plan.Files)
            terminal.Detail($"{file.Path}: {ByteSize.Of(file.Size)}, {file.ContentId}");
        var state = plan.MissingBytes == 0 ? "is here already" : $"{ByteSize.Of(plan.MissingBytes)} to download";
        terminal.Warn(
            $"{plan.Model} ({plan.Variant}): {plan.Files.Count} files, {ByteSize.Of(plan.TotalBytes)}, {state}; "
            + $"licence: {plan.License.Name ?? "not stated"}");
    }

    /// <summary>Writes where the model is now.</summary>
    public static void WriteResult(Terminal terminal, PullPlan plan, string folder)
    {
        if (terminal.IsJson)
            terminal.Json(PullLine.Of(plan, folder), PullJson.Default.PullLine);
        else
            terminal.Line(folder);
    }
}

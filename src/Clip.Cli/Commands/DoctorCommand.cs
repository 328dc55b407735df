using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Devices;
using Clip.Diagnostics;
using Clip.Models;
using Clip.Models.Caching;

namespace Clip.Cli.Commands;

/// <summary><c>doctor</c>: what the program runs with, and whether it works: versions, devices, model, cache, index, a timed self-test.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var index = new IndexOptions();
        var command = new Command("doctor", "Check versions, devices, model, cache and index, with a timed self-test");
        index.AddTo(command, writes: false);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(parsed, index, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, IndexOptions options, CancellationToken cancellationToken)
    {
        using var terminal = Terminal.For(parsed);
        var settings = Models.Options(parsed);
        var (textFolder, imageFolder) = Models.Folders(parsed);
        using var model = ClipModel.Load(textFolder, imageFolder, settings);
        var reports = new DeviceSurvey(textFolder, imageFolder, settings).Run(cancellationToken);
        var (index, problem) = Index(options.Location(parsed), model);
        var runtime = OnnxRuntimeInfo.Current();

        var line = new DoctorLine(
            Version(), runtime.Version, OnnxRuntimeLibrary.Path, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), Environment.ProcessorCount,
            [.. runtime.Hardware.Select(static device => new HardwareLine(device.Kind, device.Vendor, device.Name))],
            new DoctorModelLine(model.Name, model.Folder, model.Layout.ToString().ToLowerInvariant(), model.Dimension, model.Fingerprint),
            index, problem, Cache(settings.CacheFolder), DeviceSurvey.Choice(reports), DeviceLine.Of(reports));
        if (parsed.GetValue(GlobalOptions.Json))
            terminal.Json(line, DoctorJson.Readable.DoctorLine);
        else
            WriteTable(terminal, line, reports);

        // Whoever names a device wants to know by the exit code whether it works.
        if (reports.FirstOrDefault(report => report.Device == settings.Device) is not { IsUsable: false } named)
            return ExitCode.Found;
        terminal.Error($"--device {named.Device}: {named.Reason}");
        return ExitCode.Error;
    }

    private static (DoctorIndexLine? Index, string? Problem) Index(IndexLocation location, ClipModel model)
    {
        try
        {
            using var index = PictureIndex.OpenRead(location);
            return (new DoctorIndexLine(
                location.Root, location.Directory, index.Model.Name, index.Model.Fingerprint == model.Fingerprint,
                index.PictureCount, index.CaptionCount, index.CatalogBytes + index.VectorBytes), null);
        }
        catch (ClipException error)
        {
            return (null, ErrorText.Of(error));
        }
    }

    private static DoctorCacheLine Cache(string? folder)
    {
        if (folder is null)
            return new DoctorCacheLine(null, 0, 0);
        var content = GraphCacheContent.Of(folder);
        return new DoctorCacheLine(folder, content.Graphs, content.Bytes);
    }

    private static string Version() =>
        typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static void WriteTable(Terminal terminal, DoctorLine line, IReadOnlyList<DeviceReport> reports)
    {
        var index = line.Index is { } found
            ? string.Create(CultureInfo.InvariantCulture, $"{DisplayPath.Of(found.Index)}: {found.Pictures:N0} pictures, {found.Captions:N0} captions, {ModelsCommand.Megabytes(found.Bytes)}, model {found.Model}{(found.SameModel ? "" : " (not the model above)")}")
            : line.IndexProblem;
        (string Name, string? Value)[] rows =
        [
            ("clipsearch", $"{line.Version}, {line.Dotnet}, {line.System} on {line.Architecture}, {line.Processors} processors"),
            ("ONNX Runtime", $"{line.OnnxRuntime}{(line.OrtLibrary is { } library ? $" from {DisplayPath.Of(library)}" : "")}"),
            ("hardware", line.Hardware.Length == 0 ? "not told by this ONNX Runtime" : string.Join("; ", line.Hardware.Select(static device => $"{device.Kind}: {(device.Name is { } name ? $"{name} " : "")}({device.Vendor})"))),
            ("model", $"{line.Model.Name} ({DisplayPath.Of(line.Model.Folder)}), {line.Model.Layout}, {line.Model.Dimension} dimensions, fingerprint {line.Model.Fingerprint}"),
            ("graph cache", line.Cache.Folder is { } cache ? ModelsCacheCommand.Describe(cache, line.Cache.Graphs, line.Cache.Bytes) : "off"),
            ("index", index),
            ("auto", line.Auto == "cpu" ? "the processor" : $"the processor for single queries, {line.Auto} for many"),
        ];
        foreach (var (name, value) in rows)
            terminal.Line($"{name,-12} {Plain.OneLine(value ?? "")}");
        DeviceTable.Write(terminal, reports);
    }
}

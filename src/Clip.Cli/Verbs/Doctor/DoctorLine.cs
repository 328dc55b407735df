using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Clip.Cli.Configuration;
using Clip.Cli.Printing;
using Clip.Devices;
using Clip.Diagnostics;
using Clip.Models.Caching;

namespace Clip.Cli.Verbs.Doctor;

internal sealed record HardwareLine(string Kind, string Vendor, string? Name);

internal sealed record DoctorModelLine(string Name, string Folder, string Layout, int Dimension, string Fingerprint)
{
    public string Precision { get; init; } = "";

    public string[] PrecisionReports { get; init; } = [];

    public static DoctorModelLine Of(ClipModel model) => new(
        model.Name, model.Folder, model.Layout.ToString().ToLowerInvariant(), model.Dimensions, model.Fingerprint)
    {
        Precision = ModelPrecisionWords.Of(model.Precision),
        PrecisionReports = [.. model.PrecisionReports.Select(static report => report.ToString())],
    };
}

internal sealed record DoctorIndexLine(
    string Folder, string Index, string Model, bool SameModel, long Pictures, long Captions, long Bytes)
{
    /// <summary>What killed programs have left beside the index or in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeftoverLine[]? Leftovers { get; init; }

    public static DoctorIndexLine Of(IndexLocation location, PictureIndex index, ClipModel model) => new(
        location.Root, location.Directory, index.Model.Name, index.Model.Fingerprint == model.Fingerprint,
        index.PictureCount, index.CaptionCount, index.Bytes)
    {
        Leftovers = LeftoverLine.Of(location),
    };
}

internal sealed record DoctorCacheLine(string? Folder, int Graphs, long Bytes, long LimitBytes)
{
    public static DoctorCacheLine Of(string? folder, long limit)
    {
        if (folder is null)
            return new DoctorCacheLine(null, 0, 0, limit);
        var content = GraphCacheContent.Of(folder);
        return new DoctorCacheLine(folder, content.Graphs, content.Bytes, limit);
    }
}

internal sealed record DoctorMemoryLine(long BudgetBytes, long MachineBytes);

internal sealed record DoctorAdviceLine(string Subject, string Value, string Problem, string Command);

internal sealed record DoctorDatabaseLine(string Postgresql, string? Pgvector, DoctorAdviceLine[] Advice)
{
    public static DoctorDatabaseLine Of(StoreCheckup checkup) => new(
        checkup.ServerVersion, checkup.VectorVersion,
        [
            .. checkup.Advice.Select(static advice => new DoctorAdviceLine(
                advice.Subject, advice.Value, advice.Problem, advice.Command)),
        ]);
}

/// <summary>The JSON line of <c>doctor</c>.</summary>
internal sealed record DoctorLine(
    string Version, string OnnxRuntime, string? OrtLibrary, string Dotnet, string System, string Architecture,
    int Processors, DoctorMemoryLine Memory, HardwareLine[] Hardware, DoctorModelLine Model, DoctorIndexLine? Index,
    string? IndexProblem, DoctorCacheLine Cache, string Auto, DeviceLine[] Devices)
{
    /// <summary>The database; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DoctorDatabaseLine? Database { get; init; }

    /// <summary>The configuration file; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>The settings of this run, and who says so.</summary>
    public SettingOrigin[] Settings { get; init; } = [];

    public static DoctorLine Of(
        ClipModel model, DoctorIndexLine? index, string? indexProblem, ClipModelOptions loading,
        IReadOnlyList<DeviceReport> reports)
    {
        var runtime = OnnxRuntimeInfo.Current();
        return new DoctorLine(
            ProgramVersion(), runtime.Version, OnnxRuntimeLibrary.Path, RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            Environment.ProcessorCount, new DoctorMemoryLine(model.Memory.Bytes, MemoryBudget.MachineBytes),
            [.. runtime.Hardware.Select(static device => new HardwareLine(device.Kind, device.Vendor, device.Name))],
            DoctorModelLine.Of(model), index, indexProblem, DoctorCacheLine.Of(loading.CacheFolder, loading.CacheLimit),
            DeviceSurvey.Choice(reports), DeviceLine.Of(reports));
    }

    private static string ProgramVersion() =>
        typeof(DoctorLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DoctorLine))]
internal sealed partial class DoctorJson : JsonSerializerContext;

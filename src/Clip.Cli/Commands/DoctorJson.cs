using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Clip.Cli.Output;

namespace Clip.Cli.Commands;

internal sealed record HardwareLine(string Kind, string Vendor, string? Name);

internal sealed record DoctorModelLine(string Name, string Folder, string Layout, int Dimension, string Fingerprint);

internal sealed record DoctorIndexLine(string Folder, string Index, string Model, bool SameModel, long Pictures, long Captions, long Bytes);

internal sealed record DoctorCacheLine(string? Folder, int Graphs, long Bytes);

internal sealed record DoctorLine(
    string Version, string OnnxRuntime, string? OrtLibrary, string Dotnet, string System, string Architecture, int Processors,
    HardwareLine[] Hardware, DoctorModelLine Model, DoctorIndexLine? Index, string? IndexProblem, DoctorCacheLine Cache,
    string Auto, DeviceLine[] Devices);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DoctorLine))]
internal sealed partial class DoctorJson : JsonSerializerContext
{
    /// <summary>Writes letters of every script as they are: the lines are UTF-8 and never part of a web page.</summary>
    public static DoctorJson Readable => field ??= new DoctorJson(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

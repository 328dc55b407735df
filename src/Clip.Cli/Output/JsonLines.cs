using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clip.Cli.Output;

// The JSON lines of each verb: the names are part of the command line's contract.
// What is not known of a picture is left out.
internal sealed record PictureLine(
    int Rank, string Path, float Score, string? Caption,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Captured,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Camera,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Latitude,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Longitude,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Width,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Height);

// The picture that was asked about is named where several were.
internal sealed record CaptionLine(
    int Rank, string Caption, float Score, string? Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Query);

internal sealed record CompareLine(string A, string B, double Cosine, double Angle, double Distance);

internal sealed record EmbeddingLine(string Input, string Kind, float[] Embedding);

internal sealed record EmbeddingError(string Input, string Kind, string Error);

internal sealed record IndexLine(
    long Added, long Updated, long Moved, long Removed, long Skipped, long Failed, long Captions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Compacted, double PicturesPerSecond,
    double Seconds, string Folder);

internal sealed record StatusLine(
    string Folder, string Index, string Model, string Fingerprint, int Dimension, string Decode, long Pictures, long Files,
    long Captions, long Failures, long Bytes, string Health, long Dated, long Placed, long Dead, long DeadBytes);

internal sealed record PixelsLine(string Path, int Width, int Height, string Sha256);

internal sealed record TensorLine(string Name, string Type, string[] Shape);

internal sealed record TowerLine(string Graph, TensorLine[] Inputs, TensorLine[] Outputs);

internal sealed record ModelLine(
    string Name, string Folder, string Layout, string Variant, string[] Variants, int Dimension, int FullDimension,
    int[] TrainedDimensions, int? MaxTokens, int? ImageWidth, int? ImageHeight, double LogitScale, double? LogitBias, string Fingerprint,
    TowerLine? Text, TowerLine? Image, string Auto, DeviceLine[] Devices);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PictureLine))]
[JsonSerializable(typeof(CaptionLine))]
[JsonSerializable(typeof(CompareLine))]
[JsonSerializable(typeof(EmbeddingLine))]
[JsonSerializable(typeof(EmbeddingError))]
[JsonSerializable(typeof(IndexLine))]
[JsonSerializable(typeof(StatusLine))]
[JsonSerializable(typeof(PixelsLine))]
[JsonSerializable(typeof(ModelLine))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class JsonLines : JsonSerializerContext
{
    /// <summary>Writes letters of every script as they are: the lines are UTF-8 and never part of a web page.</summary>
    public static JsonLines Readable => field ??= new JsonLines(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Clip.Server.Batching;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Pictures;
using Clip.Server.Problems;
using Clip.Server.Search;
using Clip.Server.Status;
using Microsoft.Extensions.Logging;

namespace Clip.Server.Mcp;

/// <summary>The tools that a model can call. All of them only read.</summary>
internal sealed partial class McpTools(
    Mounts mounts, SearchEndpoint search, PictureEndpoint pictures, CaptionEndpoint captions,
    ClassifyEndpoint classify, StatusEndpoint status, ILogger<McpTools> log)
{
    private const int DefaultLimit = 10;
    private const int LargestLimit = 50;
    private const int MostPictures = 6;
    private const int PictureEdge = 640;

    /// <summary>The list of tools as JSON.</summary>
    public static ReadOnlyMemory<byte> DescriptionBytes { get; } = ReadDescriptions();

    /// <inheritdoc cref="DescriptionBytes"/>
    public static ReadOnlySpan<byte> Descriptions => DescriptionBytes.Span;

    /// <summary>Calls a tool. What goes wrong is a result that the model can read.</summary>
    public async Task<McpResult> CallAsync(string name, JsonElement arguments, CancellationToken cancellationToken)
    {
        try
        {
            return name switch
            {
                "search_images" => await SearchAsync(arguments, cancellationToken).ConfigureAwait(false),
                "find_similar_images" => await SimilarAsync(arguments, cancellationToken).ConfigureAwait(false),
                "caption_image" => await CaptionAsync(arguments, cancellationToken).ConfigureAwait(false),
                "classify_image" => await ClassifyAsync(arguments, cancellationToken).ConfigureAwait(false),
                "view_images" => await ViewAsync(arguments, cancellationToken).ConfigureAwait(false),
                "library_status" => Structured(status.Read(), StatusJson.Default.ServerStatus),
                _ => McpResult.Error($"There is no tool '{name}'."),
            };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var answer = RequestErrors.Of(error);
            if (RequestErrors.IsInternal(answer))
                LogFailure(error, name);
            return McpResult.Error(answer.Message);
        }
    }

    private async Task<McpResult> SearchAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("query") is not { } query || string.IsNullOrWhiteSpace(query))
            throw RequestException.Invalid("query", "'query' is missing: say what the pictures show.");
        var command = new SearchCommand
        {
            Terms = [new TermSource(1) { Text = query }],
            Top = Limit(arguments),
            In = arguments.Text("folder"),
            After = arguments.Text("date_from"),
            Before = arguments.Text("date_to"),
            Library = arguments.Text("library"),
            Rank = "fused",
        };
        var answer = await search.SearchAsync(command, pathBase: "", cancellationToken).ConfigureAwait(false);
        return Structured(answer, SearchJson.Default.SearchResponse);
    }

    private async Task<McpResult> SimilarAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        var answer = await pictures.SimilarAsync(
            Id(arguments), Limit(arguments), pathBase: "", cancellationToken).ConfigureAwait(false);
        return Structured(answer, SearchJson.Default.SearchResponse);
    }

    private async Task<McpResult> CaptionAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        var id = Id(arguments);
        var library = mounts.LibraryOf(mounts.Picture(id).Folder).Name;
        var answer = await captions.CaptionAsync(
            new TermSource(1) { PictureId = id }, library, Limit(arguments), cancellationToken).ConfigureAwait(false);
        return Structured(answer, CaptionJson.Default.CaptionResponse);
    }

    private async Task<McpResult> ClassifyAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        var (folder, file, path) = mounts.Picture(Id(arguments));
        var model = mounts.LibraryOf(folder).Model.Name;
        var source = path ?? throw RequestException.NotFound("The picture's file is not there any more.");
        var content = await File.ReadAllBytesAsync(source, cancellationToken).ConfigureAwait(false);
        var command = new ClassifyCommand(
            [new PictureItem(content, folder.Shown(file.Path))], arguments.Texts("labels"), [], model);
        var results = await classify.ClassifyAsync(command, cancellationToken).ConfigureAwait(false);
        return Structured(results[0], ClassifyJson.Default.ClassifyResult);
    }

    private async Task<McpResult> ViewAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        var ids = arguments.Texts("ids");
        if (ids.Count is 0 or > MostPictures)
            throw RequestException.Invalid("ids", $"'ids' must be a list of 1 to {MostPictures} ids.");
        List<(string, ReadOnlyMemory<byte>)> shown = [];
        foreach (var id in ids)
        {
            var (folder, file, _) = mounts.Picture(id);
            var jpeg = await pictures.ThumbnailAsync(id, PictureEdge, cancellationToken).ConfigureAwait(false);
            shown.Add(($"{id}: {folder.Shown(file.Path)}", jpeg));
        }
        return McpResult.Pictures(shown);
    }

    private static string Id(JsonElement arguments) => arguments.Text("id")
        ?? throw RequestException.Invalid("id", "'id' is missing: give the id of a picture.");

    private static int Limit(JsonElement arguments)
    {
        var limit = arguments.Integer("limit") ?? DefaultLimit;
        return limit is >= 1 and <= LargestLimit
            ? limit
            : throw RequestException.Invalid("limit", $"'limit' must be from 1 to {LargestLimit}.");
    }

    private static McpResult Structured<T>(T value, JsonTypeInfo<T> type) =>
        McpResult.Structured(JsonSerializer.SerializeToUtf8Bytes(value, type));

    private static ReadOnlyMemory<byte> ReadDescriptions()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("mcp-tools.json")!;
        using var document = JsonDocument.Parse(stream);
        using var compact = new MemoryStream();
        using (var writer = new Utf8JsonWriter(compact))
            document.RootElement.WriteTo(writer);
        return compact.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tool {Tool} failed")]
    private partial void LogFailure(Exception error, string tool);
}

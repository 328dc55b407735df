using System.Text.Json;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Clip.Server.Status;
using Microsoft.Extensions.Logging;

namespace Clip.Server.Mcp;

/// <summary>The tools that a model can call. All of them only read.</summary>
internal sealed partial class McpTools(
    Mounts mounts, McpSearch search, McpDescription description, StatusEndpoint status, ILogger<McpTools> log)
{
    /// <summary>What a model is told about the tools as a whole.</summary>
    public const string Instructions =
        "Search the pictures of this library by what they show, by likeness, and by date, place or folder. Call "
        + "search_images first; the paths of its answer go into the other tools. Its contact sheet has a number for "
        + "each picture. Call view_images to look at pictures before describing them.";

    /// <summary>Calls a tool. What goes wrong is a result that the model can read.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="given">Its arguments; undefined for none.</param>
    /// <param name="links">How the client finds files.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<McpResult> CallAsync(
        string name, JsonElement given, McpLinks links, CancellationToken cancellationToken)
    {
        if (McpToolList.ArgumentsOf(name) is not { } known)
            return McpResult.Error($"There is no tool '{name}'.");
        try
        {
            var arguments = new McpArguments(name, known, given);
            return name switch
            {
                "search_images" => await search.SearchAsync(arguments, links, cancellationToken)
                    .ConfigureAwait(false),
                "find_similar_images" => await search.SimilarAsync(arguments, links, cancellationToken)
                    .ConfigureAwait(false),
                "caption_image" => await description.CaptionAsync(arguments, cancellationToken).ConfigureAwait(false),
                "classify_image" => await description.ClassifyAsync(arguments, cancellationToken)
                    .ConfigureAwait(false),
                "view_images" => await description.ViewAsync(arguments, links, cancellationToken)
                    .ConfigureAwait(false),
                _ => McpResult.Structured(status.Read(), McpJson.Default.ServerStatus),
            };
        }
        catch (PictureException error)
        {
            // Where the file is on this machine is not every client's business; which one it is, the call says.
            return McpResult.Error($"The picture cannot be used: it {error.Problem}.");
        }
        catch (IndexException error) when (
            error.Fault == IndexFault.Missing && mounts.Libraries.All(static library => library.IsSettled))
        {
            return McpResult.Error("There are no pictures in the folders of the library.");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var answer = RequestErrors.Of(error);
            if (RequestErrors.IsInternal(answer))
                LogFailure(error, name);
            return McpResult.Error(answer.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tool {Tool} failed")]
    private partial void LogFailure(Exception error, string tool);
}

using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Bodies;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Search;

/// <summary>A caption near a picture, as the command line writes it.</summary>
internal sealed record CaptionResult(int Rank, string Caption, float Score, string? Path);

/// <summary>An answer to a request for captions.</summary>
internal sealed record CaptionResponse(IReadOnlyList<CaptionResult> Results);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CaptionResponse))]
internal sealed partial class CaptionJson : JsonSerializerContext;

/// <summary><c>POST /api/caption</c>: the library's captions nearest to a picture.</summary>
internal sealed class CaptionEndpoint(
    ClipServerOptions options, Mounts mounts, RequestBody bodies, QueryEncoder encoder)
{
    private const int DefaultTop = 10;

    public async Task HandleAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var (term, library, top) = Form.IsForm(context.Request, body)
            ? Read(Form.Parse(context.Request, body))
            : Read(JsonBody.ParseObject(body));
        var answer = await CaptionAsync(term, library, top, context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, answer, CaptionJson.Default.CaptionResponse).ConfigureAwait(false);
    }

    /// <summary>Finds captions.</summary>
    /// <exception cref="RequestException">The picture cannot be used, or there are no captions.</exception>
    public async Task<CaptionResponse> CaptionAsync(
        TermSource picture, string? libraryName, int? top, CancellationToken cancellationToken)
    {
        var library = mounts.Library(libraryName);
        var count = top ?? DefaultTop;
        if (count < 1 || count > options.MaxResults)
            throw RequestException.Invalid("top", $"'top' must be from 1 to {options.MaxResults}.");
        await library.WaitForFirstUpdateAsync(cancellationToken).ConfigureAwait(false);
        var vector = await encoder.VectorAsync(picture, library, cancellationToken).ConfigureAwait(false);
        var request = new CaptionRequest(PictureSource.FromVector(vector, "image")) { TopK = count };
        var answer = await library.Search.CaptionAsync(request, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return new CaptionResponse(
        [
            .. answer.Captions.Select(caption => new CaptionResult(
                caption.Rank, caption.Caption, caption.Score, library.Shown(caption))),
        ]);
    }

    private static (TermSource, string?, int?) Read(Form form)
    {
        if (form.Pictures("image", "file").FirstOrDefault() is not { Content.Length: > 0 } image)
            throw RequestException.Invalid("image", "The form holds no picture: send it as the part 'image'.");
        return (new TermSource(1) { File = image.Content }, form.Text("library"), form.Integer("top"));
    }

    private static (TermSource, string?, int?) Read(System.Text.Json.JsonElement body)
    {
        var term = new TermSource(1) { Image = body.Text("image"), PictureId = body.Text("picture_id") };
        return (term.Image is null) == (term.PictureId is null)
            ? throw RequestException.Invalid("image", "Give either 'image' or 'picture_id'.")
            : (term, body.Text("library"), body.Integer("top"));
    }
}

using System.Globalization;
using System.Text.Json;
using Clip.Server.Answers;
using Clip.Server.Batching;
using Clip.Server.Bodies;
using Clip.Server.Fetching;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.OpenAi;

/// <summary><c>POST /v1/embeddings</c>: the vectors of texts and pictures.</summary>
internal sealed class EmbeddingsEndpoint(
    ClipServerOptions options, Mounts mounts, RequestBody bodies, PictureContent pictures)
{
    public async Task HandleAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var request = EmbeddingsRequest.Parse(JsonBody.ParseObject(body), options.MaxInputs);
        var model = mounts.Model(request.Model);
        if (request.Dimensions > model.Dimensions)
        {
            throw RequestException.Invalid(
                "dimensions", $"'dimensions' is {request.Dimensions}, but the model has {model.Dimensions}.");
        }
        var vectors = await EncodeAsync(model, request.Inputs, context.RequestAborted).ConfigureAwait(false);
        var tokens = request.Inputs.Sum(input => input.Text is { } text ? model.Model.Text.Tokenize(text).Length : 0);
        await JsonAnswer.WriteAsync(context, writer => Write(writer, model, request, vectors, tokens))
            .ConfigureAwait(false);
    }

    private async Task<float[][]> EncodeAsync(
        MountedModel model, IReadOnlyList<EmbeddingInput> inputs, CancellationToken cancellationToken)
    {
        var files = new List<PictureItem>();
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Picture is not { } picture)
                continue;
            var name = string.Create(CultureInfo.InvariantCulture, $"input[{i}]");
            files.Add(new PictureItem(
                await pictures.ReadAsync(picture, name, cancellationToken).ConfigureAwait(false), name));
        }
        var texts = inputs.Where(static input => input.Text is not null).Select(static input => input.Text!).ToList();
        var textVectors = model.EncodeAsync(texts, cancellationToken);
        var pictureVectors = model.EncodeAsync(files, cancellationToken);
        await Task.WhenAll(textVectors, pictureVectors).ConfigureAwait(false);
        var (nextText, nextPicture) = (0, 0);
        return
        [
            .. inputs.Select(input => input.Text is not null
                ? textVectors.Result[nextText++]
                : pictureVectors.Result[nextPicture++].Vector),
        ];
    }

    private static void Write(
        Utf8JsonWriter writer, MountedModel model, EmbeddingsRequest request, float[][] vectors, int tokens)
    {
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var i = 0; i < vectors.Length; i++)
        {
            var vector = EmbeddingEncodings.Truncate(vectors[i], request.Dimensions ?? model.Dimensions);
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, i);
            writer.WritePropertyName("embedding"u8);
            EmbeddingEncodings.Write(writer, vector, request.Encoding);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("model"u8, model.Name);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, tokens);
        writer.WriteNumber("total_tokens"u8, tokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

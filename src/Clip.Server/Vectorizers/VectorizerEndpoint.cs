using System.Text.Json;
using Clip.Server.Answers;
using Clip.Server.Batching;
using Clip.Server.Bodies;
using Clip.Server.Fetching;
using Clip.Server.Mounting;
using Clip.Server.OpenAi;
using Clip.Server.Problems;
using Clip.Server.Status;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Vectorizers;

/// <summary>
/// Embeddings in the forms of ollama (<c>/api/embed</c>, <c>/api/embeddings</c>), text-embeddings-inference
/// (<c>/embed</c>) and Weaviate's multi2vec-clip (<c>/vectorize</c>).
/// </summary>
internal sealed class VectorizerEndpoint(
    ClipServerOptions options, Mounts mounts, RequestBody bodies, PictureContent pictures)
{
    public async Task OllamaEmbedAsync(HttpContext context)
    {
        var (body, model) = await ReadAsync(context).ConfigureAwait(false);
        var vectors = await EncodeAsync(body, "input", model, context).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, model.Name);
            WriteVectors(writer, "embeddings", vectors);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public async Task OllamaEmbeddingsAsync(HttpContext context)
    {
        var (body, model) = await ReadAsync(context).ConfigureAwait(false);
        var vectors = await EncodeAsync(body, "prompt", model, context).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("embedding"u8);
            EmbeddingEncodings.Write(writer, vectors[0], EmbeddingEncoding.Float);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public Task OllamaTagsAsync(HttpContext context) => JsonAnswer.WriteAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("models"u8);
        foreach (var model in mounts.Models)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, model.Name);
            writer.WriteString("model"u8, model.Name);
            writer.WriteString("digest"u8, model.Model.Fingerprint);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public async Task OllamaShowAsync(HttpContext context)
    {
        var (_, model) = await ReadAsync(context).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("capabilities"u8);
            writer.WriteStringValue("embedding"u8);
            writer.WriteEndArray();
            writer.WriteStartObject("model_info"u8);
            writer.WriteNumber("embedding_length"u8, model.Dimensions);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public async Task InferenceEmbedAsync(HttpContext context)
    {
        var (body, model) = await ReadAsync(context).ConfigureAwait(false);
        var vectors = await EncodeAsync(body, "inputs", model, context).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, writer => WriteVectors(writer, null, vectors)).ConfigureAwait(false);
    }

    public async Task WeaviateAsync(HttpContext context)
    {
        var (body, model) = await ReadAsync(context).ConfigureAwait(false);
        var (texts, images) = (body.Texts("texts"), body.Texts("images"));
        List<PictureItem> files = [];
        foreach (var image in images)
        {
            var name = $"images[{files.Count}]";
            files.Add(new PictureItem(
                await pictures.ReadAsync(image, name, context.RequestAborted).ConfigureAwait(false), name));
        }
        var ofTexts = model.EncodeAsync(texts, context.RequestAborted);
        var ofImages = model.EncodeAsync(files, context.RequestAborted);
        await Task.WhenAll(ofTexts, ofImages).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            WriteVectors(writer, "textVectors", ofTexts.Result);
            WriteVectors(writer, "imageVectors", [.. ofImages.Result.Select(static image => image.Vector)]);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public static Task WeaviateReadyAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task WeaviateMetaAsync(HttpContext context) => JsonAnswer.WriteAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("model"u8, mounts.Models[0].Name);
        writer.WriteString("version"u8, StatusEndpoint.Version);
        writer.WriteEndObject();
    });

    private async Task<(JsonElement Body, MountedModel Model)> ReadAsync(HttpContext context)
    {
        var body = JsonBody.ParseObject(await bodies.ReadAsync(context).ConfigureAwait(false));
        return (body, mounts.Model(body.Text("model") ?? body.Text("name")));
    }

    private async Task<float[][]> EncodeAsync(
        JsonElement body, string name, MountedModel model, HttpContext context)
    {
        var texts = body.Texts(name);
        if (texts.Count == 0)
            throw RequestException.Invalid(name, $"'{name}' is missing: give a text or a list of texts.");
        if (texts.Count > options.MaxInputs)
            throw RequestException.TooLarge($"'{name}' has more than {options.MaxInputs} items.");
        var dimensions = body.Integer("dimensions") is > 0 and var asked ? asked : model.Dimensions;
        if (dimensions > model.Dimensions)
            throw RequestException.Invalid("dimensions", $"'dimensions' is more than the model's {model.Dimensions}.");
        var vectors = await model.EncodeAsync(texts, context.RequestAborted).ConfigureAwait(false);
        return Array.ConvertAll(vectors, vector => EmbeddingEncodings.Truncate(vector, dimensions));
    }

    private static void WriteVectors(Utf8JsonWriter writer, string? name, float[][] vectors)
    {
        if (name is not null)
            writer.WritePropertyName(name);
        writer.WriteStartArray();
        foreach (var vector in vectors)
            EmbeddingEncodings.Write(writer, vector, EmbeddingEncoding.Float);
        writer.WriteEndArray();
    }
}

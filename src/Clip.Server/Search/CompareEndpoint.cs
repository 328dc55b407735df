using System.Text.Json;
using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Batching;
using Clip.Server.Bodies;
using Clip.Server.Fetching;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Search;

/// <summary>A comparison, as the command line writes it.</summary>
internal sealed record CompareResponse(string A, string B, double Cosine, double Angle, double Distance);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CompareResponse))]
internal sealed partial class CompareJson : JsonSerializerContext;

/// <summary><c>POST /api/compare</c>: how similar two texts or pictures are.</summary>
internal sealed class CompareEndpoint(
    Mounts mounts, RequestBody bodies, PictureContent pictures, QueryEncoder encoder)
{
    public async Task HandleAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var (a, b, model) = Form.IsForm(context.Request, body)
            ? Read(Form.Parse(context.Request, body))
            : Read(JsonBody.ParseObject(body));
        var mounted = mounts.Model(model);
        var vectors = await Task.WhenAll(
            EncodeAsync(a, "a", mounted, context.RequestAborted),
            EncodeAsync(b, "b", mounted, context.RequestAborted)).ConfigureAwait(false);
        var result = VectorComparison.Of(vectors[0], vectors[1]);
        var answer = new CompareResponse(
            a.Text ?? "a", b.Text ?? "b", result.Cosine, result.Angle, result.Distance);
        await JsonAnswer.WriteAsync(context, answer, CompareJson.Default.CompareResponse).ConfigureAwait(false);
    }

    private async Task<float[]> EncodeAsync(
        TermSource item, string name, MountedModel model, CancellationToken cancellationToken)
    {
        if (item.Text is { } text)
            return await model.EncodeAsync(text, cancellationToken).ConfigureAwait(false);
        if (item.PictureId is { } id)
            return encoder.VectorOf(id, model);
        var file = item.File ?? await pictures.ReadAsync(item.Image!, name, cancellationToken).ConfigureAwait(false);
        return (await model.EncodeAsync(new PictureItem(file, name), cancellationToken).ConfigureAwait(false)).Vector;
    }

    private static (TermSource, TermSource, string?) Read(JsonElement body)
    {
        return (Item("a"), Item("b"), body.Text("model"));

        TermSource Item(string name)
        {
            var value = body.Member(name) ?? throw Missing();
            if (value.Text("picture_id") is { } id)
                return new TermSource(1) { PictureId = id };
            var input = EmbeddingInput.Read(value, name, arePictures: false);
            return new TermSource(1) { Text = input.Text, Image = input.Picture };
        }
    }

    /// <summary>The parts a and b, or the first two of whatever name.</summary>
    private static (TermSource, TermSource, string?) Read(Form form)
    {
        var items = form.Parts.Where(static part => part.Name is "a" or "b").OrderBy(static part => part.Name).ToList();
        if (items.Count != 2)
            items = [.. form.Parts.Where(static part => part.Name is not ("model" or "library"))];
        return items.Count == 2 ? (Item(items[0]), Item(items[1]), form.Text("model")) : throw Missing();

        static TermSource Item(FormPart part) => part.IsFile
            ? new TermSource(1) { File = part.Content }
            : new TermSource(1) { Text = part.Text };
    }

    private static RequestException Missing() =>
        RequestException.Invalid("a", "Give two texts or pictures, 'a' and 'b'.");
}

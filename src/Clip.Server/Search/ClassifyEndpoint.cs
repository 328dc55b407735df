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

/// <summary>What a picture shows, as the command line writes it.</summary>
internal sealed record ClassifyResult(
    string Path, string Label, double Probability, IReadOnlyDictionary<string, double> Probabilities);

/// <summary>The answers for several pictures.</summary>
internal sealed record ClassifyResponse(IReadOnlyList<ClassifyResult> Results);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClassifyResponse))]
internal sealed partial class ClassifyJson : JsonSerializerContext;

/// <summary><c>POST /api/classify</c>: the probabilities of labels for pictures.</summary>
internal sealed class ClassifyEndpoint(
    Mounts mounts, RequestBody bodies, PictureContent pictures, QueryEncoder encoder)
{
    public async Task HandleAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var command = Form.IsForm(context.Request, body)
            ? Read(Form.Parse(context.Request, body))
            : await ReadAsync(JsonBody.ParseObject(body), context.RequestAborted).ConfigureAwait(false);
        var results = await ClassifyAsync(command, context.RequestAborted).ConfigureAwait(false);
        await (results is [var only]
            ? JsonAnswer.WriteAsync(context, only, ClassifyJson.Default.ClassifyResult)
            : JsonAnswer.WriteAsync(context, new ClassifyResponse(results), ClassifyJson.Default.ClassifyResponse))
            .ConfigureAwait(false);
    }

    /// <summary>Classifies pictures.</summary>
    /// <exception cref="RequestException">The labels or pictures cannot be used.</exception>
    public async Task<IReadOnlyList<ClassifyResult>> ClassifyAsync(
        ClassifyCommand command, CancellationToken cancellationToken)
    {
        var model = mounts.Model(command.Model);
        if (command.Labels.Count == 0)
            throw RequestException.Invalid("labels", "Give the labels to choose from: labels=cat,dog.");
        var labels = RequestLabels.Distinct(command.Labels);
        var stored = command.PictureIds.Select(id => (Name: NameOf(id), Vector: encoder.VectorOf(id, model))).ToList();
        var encoded = model.EncodeAsync(command.Pictures, cancellationToken);
        var choosing = RequestLabels.ClassifierAsync(model, labels, command.Templates, cancellationToken);
        await Task.WhenAll(encoded, choosing).ConfigureAwait(false);
        var classifier = choosing.Result;
        return
        [
            .. encoded.Result.Zip(command.Pictures, (image, item) => Result(item.Name, image.Vector, classifier)),
            .. stored.Select(picture => Result(picture.Name, picture.Vector, classifier)),
        ];
    }

    private string NameOf(string id)
    {
        var (folder, file, _) = mounts.Picture(id);
        return folder.Shown(file.Path);
    }

    private static ClassifyResult Result(string name, float[] vector, ZeroShotClassifier classifier)
    {
        var prediction = classifier.Classify(vector);
        return new ClassifyResult(
            name, prediction.Nearest, prediction.Probability,
            classifier.Labels.Zip(prediction.Probabilities).ToDictionary());
    }

    private static ClassifyCommand Read(Form form)
    {
        List<PictureItem> files =
        [
            .. form.Pictures("image", "images", "file").Where(static part => part.Content.Length > 0)
                .Select(static (part, i) => new PictureItem(part.Content, $"image[{i}]")),
        ];
        if (files.Count == 0)
            throw RequestException.Invalid("image", "The form holds no picture: send it as the part 'image'.");
        return new ClassifyCommand(
            files, Listed(form, "labels", "label"), Texts(form, "templates", "template"), form.Text("model"));
    }

    private async Task<ClassifyCommand> ReadAsync(JsonElement body, CancellationToken cancellationToken)
    {
        var images = body.Texts("image") is { Count: > 0 } one ? one : body.Texts("images");
        var ids = body.Texts("picture_id");
        if (images.Count + ids.Count == 0)
            throw RequestException.Invalid("image", "Give 'image', a picture as base64, or 'picture_id'.");
        List<PictureItem> files = [];
        foreach (var image in images)
        {
            var name = $"image[{files.Count}]";
            files.Add(new PictureItem(
                await pictures.ReadAsync(image, name, cancellationToken).ConfigureAwait(false), name));
        }
        // One text may name several, as in a form; those of a list may have commas.
        IReadOnlyList<string> labels = body.Member("labels") is { ValueKind: JsonValueKind.String }
            ? [.. Split(body.Text("labels")!)]
            : body.Texts("labels");
        return new ClassifyCommand(files, labels, body.Texts("templates"), body.Text("model")) { PictureIds = ids };
    }

    private static string[] Split(string labels) =>
        labels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fields that may be repeated, each a label, several with commas, or a JSON list.</summary>
    private static List<string> Listed(Form form, params string[] names) =>
        [.. Texts(form, names).SelectMany(Split)];

    /// <summary>Fields that may be repeated, or a JSON list.</summary>
    private static List<string> Texts(Form form, params string[] names) =>
    [
        .. form.Parts.Where(part => names.Contains(part.Name)).SelectMany(static part =>
            part.Text.TrimStart().StartsWith('[')
                ? JsonBody.Parse(part.Content) is { ValueKind: JsonValueKind.Array } list
                    ? list.EnumerateArray().Select(item => JsonMembers.TextOf(item, part.Name))
                    : []
                : [part.Text]).Where(static text => text.Length > 0),
    ];
}

/// <summary>What is to be classified, and into what.</summary>
internal sealed record ClassifyCommand(
    IReadOnlyList<PictureItem> Pictures, IReadOnlyList<string> Labels, IReadOnlyList<string> Templates, string? Model)
{
    /// <summary>Pictures of a library, by their ids.</summary>
    public IReadOnlyList<string> PictureIds { get; init; } = [];
}

using Clip.Server.Mounting;
using Clip.Server.Problems;

namespace Clip.Server.Mcp;

/// <summary><c>caption_image</c>, <c>classify_image</c> and <c>view_images</c>: what given pictures show.</summary>
internal sealed class McpDescription(Mounts mounts, McpPictureLookup lookup, McpViews views)
{
    private const int UsualLimit = 10;
    private const int LargestLimit = 50;
    private const int MostLabels = 100;
    private const int MostOneByOne = 6;
    private const int LargestEdge = 640;

    /// <summary>The captions of the library that fit a picture best.</summary>
    public async Task<McpResult> CaptionAsync(McpArguments arguments, CancellationToken cancellationToken)
    {
        var limit = arguments.Integer("limit", 1, LargestLimit, UsualLimit);
        var picture = lookup.Of(arguments);
        var library = mounts.LibraryOf(picture.Folder);
        await McpPatience.WaitAsync(library, cancellationToken).ConfigureAwait(false);
        var vector = await VectorAsync(picture, cancellationToken).ConfigureAwait(false);
        var request = new CaptionRequest(PictureSource.FromVector(vector, picture.Shown)) { TopK = limit };
        List<(MountedFolder Folder, FoundCaption Found)> captions = [];
        foreach (var folder in library.Folders.Where(static folder => PictureIndex.Exists(folder.Folder.Location)))
        {
            try
            {
                var answer = await folder.SearchWith(library.Model.Model)
                    .CaptionAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
                captions.AddRange(answer.Captions.Select(found => (folder, found)));
            }
            catch (SearchException error) when (error.Fault == SearchFault.NoCaptions)
            {
                // Another folder may have some.
            }
        }
        if (captions.Count == 0)
            throw RequestException.Unusable("The library holds no captions to choose from.");
        var best = captions.OrderByDescending(static one => one.Found.Score).Take(limit).Select(static (one, i) =>
            new McpCaption(
                i + 1, one.Found.Caption, one.Found.Score,
                one.Found.Picture is { } path ? one.Folder.Shown(path) : null));
        return McpResult.Structured(new McpCaptions(picture.Shown, [.. best]), McpJson.Default.McpCaptions);
    }

    /// <summary>The probabilities of labels for a picture.</summary>
    public async Task<McpResult> ClassifyAsync(McpArguments arguments, CancellationToken cancellationToken)
    {
        List<string> labels = [.. arguments.Texts("labels").Distinct()];
        if (labels.Count is 0 or > MostLabels)
            throw RequestException.Invalid("labels", $"'labels' must be a list of 2 to {MostLabels} different labels.");
        var picture = lookup.Of(arguments);
        var model = picture.Model;
        var vector = await VectorAsync(picture, cancellationToken).ConfigureAwait(false);
        var prompts = ZeroShotClassifier.Prompts(labels, templates: null);
        var encoded = await model.EncodeAsync(prompts, cancellationToken).ConfigureAwait(false);
        var classifier = ZeroShotClassifier.FromPrompts(
            model.Model, labels, encoded.SelectMany(static text => text).ToArray());
        var prediction = classifier.Classify(vector);
        var result = new McpClass(
            picture.Shown, prediction.Nearest, prediction.Probability,
            labels.Zip(prediction.Probabilities).ToDictionary());
        return McpResult.Structured(result, McpJson.Default.McpClass);
    }

    /// <summary>Shows pictures: a few as thumbnails, more on one sheet.</summary>
    public async Task<McpResult> ViewAsync(
        McpArguments arguments, McpLinks links, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> asked = [.. arguments.Texts("paths"), .. arguments.Texts("ids")];
        if (asked.Count is 0 or > McpViews.MostOnSheet)
        {
            throw RequestException.Invalid(
                "paths", $"'paths' must be a list of 1 to {McpViews.MostOnSheet} paths or ids.");
        }
        var shown = new McpShown[asked.Count];
        List<(int Number, McpPicture Picture)> found = [];
        foreach (var (i, name) in asked.Index())
        {
            try
            {
                var picture = lookup.Find(name);
                found.Add((i + 1, picture));
                shown[i] = Shown(i + 1, picture);
            }
            catch (RequestException error)
            {
                shown[i] = new McpShown(i + 1, null, name, null, null, null, null, [], error.Message);
            }
        }
        List<McpBlock> blocks = [];
        if (found.Count > MostOneByOne)
        {
            blocks.Add(await McpViews.SheetAsync(found, cancellationToken).ConfigureAwait(false));
        }
        else if (found.Count > 0)
        {
            var (shownOnes, errors) = await views.OneByOneAsync(found, LargestEdge, cancellationToken)
                .ConfigureAwait(false);
            blocks.AddRange(shownOnes);
            foreach (var (number, error) in errors)
                shown[number - 1] = shown[number - 1] with { Error = error };
        }
        // Nothing to look at is a failure; a part of it is an answer that says what is missing.
        return McpResult.Structured(new McpView(shown), McpJson.Default.McpView, isError: blocks.Count == 0)
            .With(blocks).With(links.To(found.Select(static one => one.Picture)));
    }

    private static McpShown Shown(int number, McpPicture picture)
    {
        var index = picture.File is null ? null : picture.Folder.Index;
        return new McpShown(
            number, picture.Id, picture.Shown, picture.File?.Width, picture.File?.Height,
            McpText.Date(picture.File?.Metadata?.Captured), picture.File?.Metadata?.Camera,
            index is null ? [] : [.. index.FindCaptions(picture.Path).Select(index.CaptionText).OfType<string>()],
            Error: null);
    }

    /// <summary>
    /// The stored vector of an indexed picture whose file is gone; otherwise the file decides, which is decoded only if
    /// it is not larger than the limits.
    /// </summary>
    private static async Task<float[]> VectorAsync(McpPicture picture, CancellationToken cancellationToken)
    {
        var model = picture.Model.Model;
        if (picture.FullPath is { } path)
            return await PictureSource.FromFile(path).EncodeAsync(model, cancellationToken).ConfigureAwait(false);
        var vector = new float[model.Dimensions];
        return picture.File is { } file && picture.Folder.Index.ReadVector(file.Entry, vector)
            ? vector
            : throw RequestException.NotFound("The picture's file is not there any more.");
    }
}

using Clip.Server.Answers;
using Clip.Server.Mounting;
using Clip.Server.Problems;
using Clip.Server.Search;

namespace Clip.Server.Mcp;

/// <summary><c>caption_image</c>, <c>classify_image</c> and <c>view_images</c>: what given pictures show.</summary>
internal sealed class McpDescription(Mounts mounts, McpPictureLookup lookup, McpViews views)
{
    private const int UsualLimit = 10;
    private const int LargestLimit = 50;
    private const int MostOneByOne = 6;
    private const int LargestEdge = 640;

    /// <summary>The captions of the library that fit a picture best.</summary>
    public async Task<McpResult> CaptionAsync(McpArguments arguments, CancellationToken cancellationToken)
    {
        var limit = arguments.Integer("limit", 1, LargestLimit, UsualLimit);
        var picture = lookup.Of(arguments);
        var library = mounts.LibraryOf(picture.Folder);
        await McpPatience.WaitAsync(library, cancellationToken).ConfigureAwait(false);
        var vector = await picture.VectorAsync(cancellationToken).ConfigureAwait(false);
        var request = new CaptionRequest(PictureSource.FromVector(vector, picture.Shown)) { TopK = limit };
        var answer = await library.Search.CaptionAsync(request, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var captions = answer.Captions.Select(found =>
            new McpCaption(found.Rank, found.Caption, found.Score, library.Shown(found)));
        return McpResult.Structured(new McpCaptions(picture.Shown, [.. captions]), McpJson.Default.McpCaptions);
    }

    /// <summary>The probabilities of labels for a picture.</summary>
    public async Task<McpResult> ClassifyAsync(McpArguments arguments, CancellationToken cancellationToken)
    {
        var labels = RequestLabels.Distinct(arguments.Texts("labels"));
        var picture = lookup.Of(arguments);
        var encoded = picture.VectorAsync(cancellationToken);
        var choosing = RequestLabels.ClassifierAsync(picture.Model, labels, templates: [], cancellationToken);
        await Task.WhenAll(encoded, choosing).ConfigureAwait(false);
        var (vector, classifier) = (encoded.Result, choosing.Result);
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
            blocks.Add(await views.SheetAsync(found, cancellationToken).ConfigureAwait(false));
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
            ClockTime.Of(picture.File?.Metadata?.Captured), picture.File?.Metadata?.Camera,
            index is null ? [] : [.. index.FindCaptions(picture.Path).Select(index.CaptionText).OfType<string>()],
            Error: null);
    }
}

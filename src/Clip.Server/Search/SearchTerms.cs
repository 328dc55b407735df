using System.Globalization;
using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.Search;

/// <summary>Reads the terms of a search.</summary>
internal static class SearchTerms
{
    /// <summary>What the parts of a form that hold pictures are called.</summary>
    public static readonly string[] FileNames = ["image", "images", "file"];

    private const int LargestWeight = 1000;

    private static readonly string[] Members = ["text", "picture_id", "image", "vector", "weight"];

    /// <summary>A text alone; no term where there is none.</summary>
    public static IReadOnlyList<TermSource> OfText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [new TermSource(1) { Text = text }];

    /// <summary>The terms of a list in JSON; none where it is not given.</summary>
    /// <exception cref="RequestException">A term is not valid.</exception>
    public static IReadOnlyList<TermSource> Of(JsonElement? terms)
    {
        if (terms is not { } listed)
            return [];
        return listed.ValueKind == JsonValueKind.Array
            ? [.. listed.EnumerateArray().Select(Term)]
            : throw RequestException.Invalid("terms", "'terms' must be a list.");
    }

    /// <summary>The texts, pictures and terms of a form.</summary>
    /// <exception cref="RequestException">A term is not valid.</exception>
    public static IReadOnlyList<TermSource> Of(Form form) =>
    [
        .. form.Parts.Where(static part => part.Name is "q" or "text").SelectMany(static part => OfText(part.Text)),
        .. form.Pictures(FileNames).Select(static part => new TermSource(1) { File = part.Content }),
        .. form.Find("terms") is { Content.Length: > 0 } terms ? Of(JsonBody.Parse(terms.Content)) : [],
    ];

    private static TermSource Term(JsonElement term, int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"terms[{index}]");
        if (term.ValueKind == JsonValueKind.String && OfText(JsonMembers.TextOf(term, name)) is [var alone])
            return alone;
        if (term.ValueKind == JsonValueKind.Object)
            term.RequireKnown($"'{name}'", Members);
        var weight = term.Number("weight") ?? 1;
        if (Math.Abs(weight) > LargestWeight)
            throw RequestException.Invalid(name, $"The weight of '{name}' must be at most {LargestWeight}.");
        var text = term.Text("text");
        var source = new TermSource(weight)
        {
            // An empty text is one that was not given.
            Text = string.IsNullOrWhiteSpace(text) ? null : text,
            PictureId = term.Text("picture_id"),
            Image = term.Text("image"),
            Vector = term.Member("vector") is { } vector ? JsonVectors.Read(vector, name) : null,
        };
        var given = ((object?[])[source.Text, source.PictureId, source.Image, source.Vector]).Count(
            static value => value is not null);
        return given == 1
            ? source
            : throw RequestException.Invalid(name, $"'{name}' must have one of text, picture_id, image or vector.");
    }
}

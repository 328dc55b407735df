using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Search;

/// <summary>What a search is asked for: what to look for, where, and which part of the answer.</summary>
internal sealed record SearchCommand
{
    /// <summary>The results of a request that names no number.</summary>
    public const int DefaultTop = 50;

    private static readonly string[] Filters = ["in", "after", "before", "near", "camera", "min_score", "cutoff"];

    private static readonly string[] Members =
        ["q", "terms", "filter", "library", "top", "page_token", "rank", .. Filters];

    /// <summary>The terms; without any, pictures are listed, newest first.</summary>
    public IReadOnlyList<TermSource> Terms { get; init; } = [];

    public string? Library { get; init; }

    public int? Top { get; init; }

    public string? PageToken { get; init; }

    public string? In { get; init; }

    public string? After { get; init; }

    public string? Before { get; init; }

    public string? Near { get; init; }

    public IReadOnlyList<string> Cameras { get; init; } = [];

    public double? MinScore { get; init; }

    /// <summary>See <see cref="PictureRequest.Cutoff"/>.</summary>
    public double? Cutoff { get; init; }

    public string? Rank { get; init; }

    /// <summary>The text of a query that is nothing else.</summary>
    public string? Query => Terms is [{ Text: { } text, Weight: 1 }] ? text : null;

    /// <summary>
    /// Identifies the search, whatever part of the answer is asked for and whatever the index holds at the moment.
    /// </summary>
    public ulong Identity
    {
        get
        {
            var hash = new XxHash3();
            foreach (var term in Terms)
                term.AppendTo(hash);
            string?[] options =
            [
                Library, In, After, Before, Near, .. Cameras, Rank,
                string.Create(CultureInfo.InvariantCulture, $"{MinScore} {Cutoff}"),
            ];
            foreach (var option in options)
                hash.Append(MemoryMarshal.AsBytes($"\n{option}".AsSpan()));
            return hash.GetCurrentHashAsUInt64();
        }
    }

    /// <summary>The order that is asked for.</summary>
    /// <exception cref="RequestException">There is no such order.</exception>
    public RankBy RankBy => Rank switch
    {
        // Programs expect scores that descend, which those of a fused order do not.
        null or "" or "embedding" => RankBy.Embedding,
        "fused" => RankBy.Fused,
        "words" => RankBy.Words,
        _ => throw RequestException.Invalid("rank", $"'rank' is '{Rank}'; give fused, embedding or words."),
    };

    /// <summary>The command of an address's query.</summary>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static SearchCommand Of(IQueryCollection query) => new()
    {
        Terms = SearchTerms.OfText(query["q"]),
        Library = query["library"],
        Top = query.Integer("top"),
        PageToken = query["page_token"],
        In = query["in"],
        After = query["after"],
        Before = query["before"],
        Near = query["near"],
        Cameras = Given(query["camera"].OfType<string>()),
        MinScore = query.Number("min_score"),
        Cutoff = Share(query.Number("cutoff")),
        Rank = query["rank"],
    };

    /// <summary>The command of a JSON body.</summary>
    /// <exception cref="RequestException">A value is not valid, or there is a member that means nothing.</exception>
    public static SearchCommand Of(JsonElement body)
    {
        body.RequireKnown("The request", Members);
        return new SearchCommand
        {
            Terms = [.. SearchTerms.OfText(body.Text("q")), .. SearchTerms.Of(body.Member("terms"))],
            Library = body.Text("library"),
            Top = body.Integer("top"),
            PageToken = body.Text("page_token"),
            Rank = body.Text("rank"),
        }.FilteredBy(body).FilteredBy(FilterOf(body.Member("filter")));
    }

    /// <summary>The command of a form: pictures, texts, and the fields of the address's query or of JSON.</summary>
    /// <exception cref="RequestException">A value is not valid, or there is a field that means nothing.</exception>
    public static SearchCommand Of(Form form)
    {
        form.RequireKnown([.. Members, "text", .. SearchTerms.FileNames]);
        var terms = SearchTerms.Of(form);
        var filter = form.Find("filter") is { Content.Length: > 0 } given ? JsonBody.Parse(given.Content) : default;
        return new SearchCommand
        {
            Terms = terms.Count > 0
                ? terms
                : throw RequestException.Invalid("image", "The form holds no picture: send it as the part 'image'."),
            Library = form.Text("library"),
            Top = form.Integer("top"),
            PageToken = form.Text("page_token"),
            In = form.Text("in"),
            After = form.Text("after"),
            Before = form.Text("before"),
            Near = form.Text("near"),
            Cameras = Given(form.Parts.Where(static part => part.Name == "camera").Select(static part => part.Text)),
            MinScore = form.Number("min_score"),
            Cutoff = Share(form.Number("cutoff")),
            Rank = form.Text("rank"),
        }.FilteredBy(FilterOf(filter));
    }

    /// <summary>The command with the filters that an object names; others stay.</summary>
    private SearchCommand FilteredBy(JsonElement filter) => this with
    {
        In = filter.Text("in") ?? In,
        After = filter.Text("after") ?? After,
        Before = filter.Text("before") ?? Before,
        Near = filter.Text("near") ?? Near,
        Cameras = filter.Member("camera") is null ? Cameras : Given(filter.Texts("camera")),
        MinScore = filter.Number("min_score") ?? MinScore,
        Cutoff = Share(filter.Number("cutoff")) ?? Cutoff,
    };

    private static JsonElement FilterOf(JsonElement? filter)
    {
        if (filter is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given)
            return default;
        if (given.ValueKind != JsonValueKind.Object)
        {
            throw RequestException.Invalid(
                "filter", $"'filter' must be an object with one or more of: {string.Join(", ", Filters)}.");
        }
        given.RequireKnown("'filter'", Filters);
        return given;
    }

    /// <summary>The names that are not empty: an empty one stands for none.</summary>
    private static IReadOnlyList<string> Given(IEnumerable<string> names) =>
        [.. names.Where(static name => name.Length > 0)];

    private static double? Share(double? cutoff) => cutoff is null or (> 0 and <= 1)
        ? cutoff
        : throw RequestException.Invalid("cutoff", "'cutoff' must be a probability above 0 and at most 1.");
}

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

    private const int LargestWeight = 1000;

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
        Terms = query["q"].ToString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? [new TermSource(1) { Text = text }]
            : [],
        Library = query["library"],
        Top = query.Integer("top"),
        PageToken = query["page_token"],
        In = query["in"],
        After = query["after"],
        Before = query["before"],
        Near = query["near"],
        Cameras = [.. query["camera"].OfType<string>().Where(static camera => camera.Length > 0)],
        MinScore = query.Number("min_score"),
        Cutoff = Share(query.Number("cutoff")),
        Rank = query["rank"],
    };

    /// <summary>The command of a JSON body.</summary>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static SearchCommand Of(JsonElement body)
    {
        var filter = body.Member("filter") ?? body;
        List<TermSource> terms = [];
        if (body.Text("q") is { } text && !string.IsNullOrWhiteSpace(text))
            terms.Add(new TermSource(1) { Text = text });
        if (body.Member("terms") is { } listed)
        {
            if (listed.ValueKind != JsonValueKind.Array)
                throw RequestException.Invalid("terms", "'terms' must be a list.");
            terms.AddRange(listed.EnumerateArray().Select(TermOf));
        }
        return new SearchCommand
        {
            Terms = terms,
            Library = body.Text("library"),
            Top = body.Integer("top"),
            PageToken = body.Text("page_token"),
            In = filter.Text("in"),
            After = filter.Text("after"),
            Before = filter.Text("before"),
            Near = filter.Text("near"),
            Cameras = filter.Texts("camera"),
            MinScore = body.Number("min_score") ?? filter.Number("min_score"),
            Cutoff = Share(body.Number("cutoff") ?? filter.Number("cutoff")),
            Rank = body.Text("rank"),
        };
    }

    /// <summary>The command of a form: pictures, texts, and the fields of the address's query.</summary>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static SearchCommand Of(Form form)
    {
        List<TermSource> terms =
        [
            .. form.Parts.Where(static part => part.Name is "q" or "text" && part.Content.Length > 0)
                .Select(static part => new TermSource(1) { Text = part.Text }),
            .. form.Pictures("image", "images", "file").Select(static part => new TermSource(1)
            {
                File = part.Content,
            }),
        ];
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
            Cameras = [.. form.Parts.Where(static part => part.Name == "camera").Select(static part => part.Text)],
            MinScore = form.Number("min_score"),
            Cutoff = Share(form.Number("cutoff")),
            Rank = form.Text("rank"),
        };
    }

    private static TermSource TermOf(JsonElement term, int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"terms[{index}]");
        if (term.ValueKind == JsonValueKind.String)
            return new TermSource(1) { Text = JsonMembers.TextOf(term, name) };
        var weight = term.Number("weight") ?? 1;
        if (Math.Abs(weight) > LargestWeight)
            throw RequestException.Invalid(name, $"The weight of '{name}' must be at most {LargestWeight}.");
        var source = new TermSource(weight)
        {
            Text = term.Text("text"),
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

    private static double? Share(double? cutoff) => cutoff is null or (> 0 and <= 1)
        ? cutoff
        : throw RequestException.Invalid("cutoff", "'cutoff' must be a probability above 0 and at most 1.");
}

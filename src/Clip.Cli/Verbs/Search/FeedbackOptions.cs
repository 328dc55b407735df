using System.CommandLine;
using Clip.Cli.Inputs;

namespace Clip.Cli.Verbs.Search;

/// <summary>What a query is besides its terms.</summary>
/// <param name="Liked">Pictures that were good answers.</param>
/// <param name="Disliked">Pictures that were bad answers.</param>
/// <param name="Balance">Whether texts and pictures count alike.</param>
/// <param name="Explain">Whether to say what each term contributes.</param>
/// <param name="Queries">A file with a query on each line, or null.</param>
internal sealed record FeedbackSettings(
    string[] Liked, string[] Disliked, bool Balance, bool Explain, string? Queries)
{
    /// <summary>Whether there are pictures to move the query by.</summary>
    public bool HasPictures => Liked.Length + Disliked.Length > 0;

    /// <summary>Moves a query towards what was liked.</summary>
    /// <param name="query">The query.</param>
    public Query Apply(Query query) => HasPictures
        ? query.WithFeedback([.. Liked.Select(Picture)], [.. Disliked.Select(Picture)])
        : query;

    /// <summary>A path that exists, or else one in the index.</summary>
    private static PictureSource Picture(string name) =>
        PictureInput.IsPicture(name) ? PictureInput.SourceOf(name) : PictureSource.FromIndex(name);
}

/// <summary>The options of <c>search</c> that complete a query.</summary>
internal sealed class FeedbackOptions
{
    private readonly Option<string[]> _like = new("--like")
    {
        Description = "A picture like those that are wanted: a path, or its path in the index (repeatable)",
        HelpName = "PICTURE",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string[]> _unlike = new("--unlike")
    {
        Description = "A picture unlike those that are wanted (repeatable)",
        HelpName = "PICTURE",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<bool> _balance = new("--balance")
    {
        Description = "In a mix, let texts and pictures count alike; otherwise a picture outweighs a text",
    };

    private readonly Option<bool> _explain = new("--explain")
    {
        Description = "Say what each term of the query contributes to each score",
    };

    private readonly Option<string?> _queries = new("--queries")
    {
        Description = "Answer each line of this file, - for standard input, as a query of its own: the picture that it "
            + "names, or a text",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_like, _unlike, _balance, _explain, _queries])
            command.Options.Add(option);
    }

    public FeedbackSettings Resolve(ParseResult parsed)
    {
        string[] liked = parsed.GetValue(_like) ?? [], disliked = parsed.GetValue(_unlike) ?? [];
        // Feedback is a mix of a text and pictures, in which the text should count.
        return new FeedbackSettings(
            liked, disliked, parsed.GetValue(_balance) || liked.Length + disliked.Length > 0,
            parsed.GetValue(_explain), parsed.GetValue(_queries));
    }
}

namespace Clip.Cli.Verbs.Browse;

/// <summary>What the keys are for.</summary>
internal enum BrowseFocus
{
    /// <summary>The query is being written.</summary>
    Query,

    /// <summary>Letters are commands for the selected picture.</summary>
    Grid,

    /// <summary>The filters are being written.</summary>
    Filter,

    /// <summary>The folder to move pictures to is being written.</summary>
    Move,

    /// <summary>The keys are explained.</summary>
    Help,

    /// <summary>One picture fills the screen.</summary>
    Picture,
}

/// <summary>What a search is about.</summary>
/// <param name="Text">The text; empty to list pictures, newest first, unless pictures are liked.</param>
/// <param name="Filter">The filters as they were written.</param>
/// <param name="Folder">The folder that the pictures lie in; null for any.</param>
/// <param name="Liked">The files of pictures that are wanted.</param>
/// <param name="Disliked">The files of pictures that are not.</param>
/// <param name="Count">How many pictures are wanted.</param>
internal sealed record BrowseQuery(
    string Text, string Filter, string? Folder, IReadOnlyList<string> Liked, IReadOnlyList<string> Disliked, int Count)
{
    /// <summary>The pictures that are searched for first; more follow at the end of the grid.</summary>
    public const int FirstCount = 100;

    /// <summary>Whether pictures are listed and not searched.</summary>
    public bool IsList => string.IsNullOrWhiteSpace(Text) && !HasFeedback;

    /// <summary>Whether pictures say what is wanted.</summary>
    public bool HasFeedback => Liked.Count + Disliked.Count > 0;
}

/// <summary>Everything that the screen depends on. Immutable.</summary>
internal sealed record BrowseState
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Whether pictures are shown, and not only their rows.</summary>
    public required bool ShowsPictures { get; init; }

    public TextField Query { get; init; } = TextField.Empty;

    /// <summary>The line of <see cref="BrowseFocus.Filter"/> and <see cref="BrowseFocus.Move"/>.</summary>
    public TextField Prompt { get; init; } = TextField.Empty;

    public BrowseFocus Focus { get; init; }

    /// <summary>The filters that apply, as they were written.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The folder that applies; null for any.</summary>
    public string? Folder { get; init; }

    public IReadOnlyList<BrowseItem> Liked { get; init; } = [];

    public IReadOnlyList<BrowseItem> Disliked { get; init; } = [];

    public IReadOnlyList<BrowseItem> Items { get; init; } = [];

    /// <summary>The place of the selected picture in <see cref="Items"/>; 0 where there is none.</summary>
    public int Selected { get; init; }

    /// <summary>Whether the next answer keeps the selected picture, as one to the same question does.</summary>
    public bool KeepsSelection { get; init; }

    /// <summary>The first row of the grid that is shown.</summary>
    public int TopRow { get; init; }

    /// <summary>The first line of the help that is shown.</summary>
    public int HelpTop { get; init; }

    /// <summary>The files that are marked, in the order in which they were.</summary>
    public IReadOnlyList<string> Marked { get; init; } = [];

    /// <summary>The number of the last search that was asked for; answers to others are late.</summary>
    public int Version { get; init; }

    /// <summary>The number of the search that <see cref="Items"/> answer.</summary>
    public int AnsweredVersion { get; init; }

    public int Count { get; init; } = BrowseQuery.FirstCount;

    /// <summary>Whether there may be more pictures behind <see cref="Items"/>.</summary>
    public bool HasMore { get; init; }

    /// <summary>How long the last search took, in milliseconds.</summary>
    public double Milliseconds { get; init; }

    /// <summary>What the user should know; empty for nothing.</summary>
    public string Message { get; init; } = "";

    /// <summary>How far the update of the index is; empty where none runs.</summary>
    public string Progress { get; init; } = "";

    public BrowseItem? SelectedItem => Selected < Items.Count ? Items[Selected] : null;

    /// <summary>The files that commands are about: those that are marked, or else the selected one.</summary>
    public IReadOnlyList<string> Targets =>
        Marked.Count > 0 ? Marked : SelectedItem is { } item ? [item.File] : [];

    /// <summary>What to search for.</summary>
    public BrowseQuery Search => new(
        Query.Text, Filter, Folder, [.. Liked.Select(static item => item.File)],
        [.. Disliked.Select(static item => item.File)], Count);
}

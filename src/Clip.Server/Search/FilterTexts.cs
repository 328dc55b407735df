namespace Clip.Server.Search;

/// <summary>What the filters of a request say, and what its errors call them.</summary>
internal sealed record FilterTexts
{
    /// <summary>The first moment.</summary>
    public (string Name, string? Text) From { get; init; } = ("after", null);

    /// <summary>The moment before which pictures were taken.</summary>
    public (string Name, string? Text) Before { get; init; } = ("before", null);

    /// <summary>The place.</summary>
    public string? Near { get; init; }

    public IReadOnlyList<string> Cameras { get; init; } = [];

    /// <summary>The folder, relative to what is searched; empty for all of it.</summary>
    public (string Name, string Path) Folder { get; init; } = ("in", "");

    /// <summary>Whether the last day, month or year belongs to the span.</summary>
    public bool IncludesLast { get; init; }
}

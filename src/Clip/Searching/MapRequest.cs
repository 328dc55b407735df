namespace Clip;

/// <summary>How a map of pictures is made.</summary>
public enum MapMethod
{
    /// <summary>t-SNE: <see cref="VectorMap.Tsne"/>.</summary>
    Tsne,

    /// <summary>UMAP: <see cref="VectorMap.Umap"/>.</summary>
    Umap,

    /// <summary>The first two principal components: <see cref="VectorMap.Pca"/>.</summary>
    Pca,
}

/// <summary>Two texts between which pictures are placed.</summary>
/// <param name="From">The text at the low end.</param>
/// <param name="To">The text at the high end.</param>
public sealed record MapAxis(string From, string To)
{
    private const string Between = "..";

    /// <summary>Reads an axis that is written as <c>from..to</c>; null where a text is missing.</summary>
    public static MapAxis? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf(Between, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var axis = new MapAxis(text[..at].Trim(), text[(at + Between.Length)..].Trim());
        return axis.From.Length > 0 && axis.To.Length > 0 ? axis : null;
    }
}

/// <summary>A request for a map of pictures.</summary>
public sealed record MapRequest : CollectionRequest
{
    /// <summary>How the map is made, unless <see cref="Axes"/> says what its directions mean.</summary>
    public MapMethod Method { get; init; }

    /// <summary>
    /// What x and y mean: positions as <see cref="PictureSearch.AxisAsync"/> gives them; null for none.
    /// </summary>
    public (MapAxis X, MapAxis Y)? Axes { get; init; }

    /// <summary>Whether to group the pictures, too: <see cref="MapFile.Group"/>.</summary>
    public bool WithGroups { get; init; }
}

/// <summary>A file on a map.</summary>
/// <param name="Path">Relative to the index's root.</param>
/// <param name="Location">The index that has it.</param>
/// <param name="Caption">The first of its captions, or null.</param>
/// <param name="X">Its position to the right.</param>
/// <param name="Y">Its position upwards.</param>
/// <param name="Group">The number of its group in <see cref="MapAnswer.Groups"/>, counted from 0; −1 for none.</param>
/// <param name="Captured">When it was taken, or else written, by the clock there.</param>
public sealed record MapFile(
    string Path, IndexLocation Location, string? Caption, double X, double Y, int Group, DateTime Captured)
    : CollectionFile(Path, Location, Caption);

/// <summary>A map of pictures.</summary>
/// <param name="Files">In the order of their paths; copies lie on each other.</param>
/// <param name="Groups">The names of the groups.</param>
public sealed record MapAnswer(IReadOnlyList<MapFile> Files, IReadOnlyList<string> Groups) : CollectionAnswer
{
    /// <summary>
    /// Whether neighbors on the map are neighbors among the pictures (<see cref="MapQuality.Trustworthiness"/> with ten
    /// neighbors); null of few pictures, and of too many to compare all.
    /// </summary>
    public double? Trustworthiness { get; init; }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Clip.Hub;

namespace Clip;

/// <summary>
/// Names a model repository on a hub and its revision: <c>OWNER/NAME</c> or <c>OWNER/NAME@REVISION</c>.
/// </summary>
public sealed record ModelReference
{
    /// <summary>The revision where none is named.</summary>
    public const string DefaultRevision = "main";

    private const int MaxPart = 96;

    private static readonly SearchValues<char> ForbiddenInRevisions = SearchValues.Create("~^:?*[\\ ");

    private ModelReference(string owner, string name, string revision)
    {
        Owner = owner;
        Name = name;
        Revision = revision;
    }

    /// <summary>The user or organization that publishes the model.</summary>
    public string Owner { get; }

    /// <summary>The repository's name.</summary>
    public string Name { get; }

    /// <summary>A branch, a tag, or a commit's 40 hexadecimal digits.</summary>
    public string Revision { get; init; }

    /// <summary><c>OWNER/NAME</c>.</summary>
    public string Repository => $"{Owner}/{Name}";

    /// <summary>Parses <c>OWNER/NAME[@REVISION]</c>.</summary>
    /// <exception cref="HubException">The text has another form.</exception>
    public static ModelReference Parse(string text) => TryParse(text, out var reference)
        ? reference
        : throw new HubException(
            text, "is not the name of a model repository", "write OWNER/NAME or OWNER/NAME@REVISION");

    /// <summary>Parses <c>OWNER/NAME[@REVISION]</c>; false where the text has another form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ModelReference? reference)
    {
        reference = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var repository = at < 0 ? text : text[..at];
        var revision = at < 0 ? DefaultRevision : text[(at + 1)..];
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IsPart(repository[..slash]) || !IsPart(repository[(slash + 1)..]) || !IsRevision(revision))
            return false;
        reference = new ModelReference(repository[..slash], repository[(slash + 1)..], revision);
        return true;
    }

    /// <summary><c>OWNER/NAME</c>, with <c>@REVISION</c> where it is not the default one.</summary>
    public override string ToString() => Revision == DefaultRevision ? Repository : $"{Repository}@{Revision}";

    internal static bool IsCommitId(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The hub's own rule. The cache folder's name is split at a double dash.</summary>
    private static bool IsPart(string part) =>
        part.Length is > 0 and <= MaxPart
        && part.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && part[0] is not ('-' or '.') && part[^1] is not ('-' or '.')
        && !part.Contains("--", StringComparison.Ordinal) && !part.Contains("..", StringComparison.Ordinal);

    /// <summary>
    /// A revision becomes part of a path below <c>refs</c>, so it must be a valid Git name that stays in that folder.
    /// </summary>
    private static bool IsRevision(string revision) =>
        revision.Length is > 0 and <= 255 && revision[0] != '-'
        && !revision.AsSpan().ContainsAny(ForbiddenInRevisions) && RepositoryPath.IsPortable(revision);
}

using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.Mcp;

/// <summary>
/// The arguments of a call. A name that the tool does not have is refused: a filter that a model made up would
/// otherwise look as if it had been applied.
/// </summary>
internal sealed class McpArguments
{
    // Some models put the filters into an object of their own.
    private const string Filters = "filters";

    private readonly JsonElement _given;
    private readonly JsonElement? _filters;

    /// <param name="tool">The name of the tool.</param>
    /// <param name="known">The names of its arguments.</param>
    /// <param name="given">The arguments as a client sends them; undefined for none.</param>
    /// <exception cref="RequestException">They are no object, or the tool does not know one.</exception>
    public McpArguments(string tool, IReadOnlySet<string> known, JsonElement given)
    {
        _given = given;
        if (given.ValueKind == JsonValueKind.Undefined)
            return;
        Require(tool, known, given, known.Contains("folder") ? Filters : null);
        _filters = given.Member(Filters);
        if (_filters is { } filters)
            Require(tool, known, filters, null);
    }

    /// <summary>Whether an argument is given.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text that is not empty; null where it is not given.</summary>
    public string? Text(string name) =>
        Find(name) is { } value && JsonMembers.TextOf(value, name) is { Length: > 0 } text ? text : null;

    /// <summary>The texts of a list, or one text.</summary>
    public IReadOnlyList<string> Texts(string name) => Holder(name).Texts(name);

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string name, int least, int most, int usual)
    {
        var value = Holder(name).Integer(name) ?? usual;
        return value >= least && value <= most
            ? value
            : throw RequestException.Invalid(name, $"'{name}' must be from {least} to {most}.");
    }

    /// <summary>A number; null where it is not given.</summary>
    public double? Number(string name) => Holder(name).Number(name);

    private JsonElement? Find(string name) => Holder(name).Member(name);

    private JsonElement Holder(string name) =>
        _filters is { } filters && filters.Member(name) is not null ? filters : _given;

    private static void Require(string tool, IReadOnlySet<string> known, JsonElement given, string? alsoKnown)
    {
        if (given.ValueKind != JsonValueKind.Object)
            throw RequestException.Invalid("arguments", "The arguments must be a JSON object.");
        foreach (var argument in given.EnumerateObject())
        {
            if (!known.Contains(argument.Name) && argument.Name != alsoKnown)
            {
                throw RequestException.Invalid(
                    argument.Name, known.Count == 0
                        ? $"{tool} takes no arguments."
                        : $"{tool} has no argument '{argument.Name}'; it has: {string.Join(", ", known)}.");
            }
        }
    }
}

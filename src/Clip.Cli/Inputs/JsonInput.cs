using System.Text;
using System.Text.Json;

namespace Clip.Cli.Inputs;

/// <summary>What a line of standard input asks for: a text, or a picture's path.</summary>
internal readonly record struct Asked(string Value, bool IsPicture);

/// <summary>One line of standard input, or one argument, not yet looked into.</summary>
/// <param name="Json">The line as it came; null for an argument.</param>
/// <param name="Argument">The argument; null for a line.</param>
/// <param name="Line">The line's number, counted from one; null for an argument.</param>
internal readonly record struct JsonInput(byte[]? Json, string? Argument, long? Line)
{
    private const string Form = "write a JSON string, for example: \"a dog\"";

    public static JsonInput Given(string argument) => new(null, argument, null);

    /// <summary>The lines of standard input, as they arrive.</summary>
    public static IEnumerable<JsonInput> Strings() => Groups("-", 1).SelectMany(static group => group);

    /// <summary>
    /// The lines of a file or of standard input (<c>-</c>) in groups: those that have arrived already come together, up to
    /// <paramref name="most"/>. An empty line at the very end is no input.
    /// </summary>
    public static IEnumerable<List<JsonInput>> Groups(string source, int most)
    {
        using var reader = new StreamReader(Open(source), new UTF8Encoding(false));
        List<JsonInput> group = [];
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            var more = reader.Peek() >= 0;
            if (line.Length > 0 || more)
                group.Add(new JsonInput(Encoding.UTF8.GetBytes(line), null, number));
            if (group.Count > 0 && (!more || group.Count == most))
            {
                yield return group;
                group = [];
            }
        }
    }

    private static Stream Open(string source)
    {
        try
        {
            return source == "-" ? Console.OpenStandardInput() : File.OpenRead(source);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(source, "cannot be read", "give a file with one JSON value a line, or - for standard input", error);
        }
    }

    /// <summary>The text that the input holds.</summary>
    /// <exception cref="ClipException">It is not a JSON string.</exception>
    public string Read()
    {
        if (Argument is not null)
            return Argument;
        var asked = ReadTextOrPicture();
        return asked.IsPicture ? throw new ClipException("the input", "is an object, not a JSON string", Form) : asked.Value;
    }

    /// <summary>The text, or the picture of <c>{"image":"path"}</c>.</summary>
    /// <exception cref="ClipException">It is neither.</exception>
    public Asked ReadTextOrPicture()
    {
        try
        {
            using var document = JsonDocument.Parse(Json!, new JsonDocumentOptions { MaxDepth = 4 });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String)
                return new Asked(root.GetString()!, IsPicture: false);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("image", out var image) && image.ValueKind == JsonValueKind.String)
                return new Asked(image.GetString()!, IsPicture: true);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
                return new Asked(text.GetString()!, IsPicture: false);
            throw new ClipException("the input", $"is {Name(root.ValueKind)}, not a text or a picture", "write \"a dog\" or {\"image\":\"a.jpg\"}");
        }
        catch (JsonException error)
        {
            throw new ClipException("the input", "is not valid JSON", Form, error);
        }
        catch (InvalidOperationException error)
        {
            // System.Text.Json refuses half of a surrogate pair with this.
            throw new ClipException("the input", "is not valid Unicode: it holds half of a surrogate pair", "write whole characters", error);
        }
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object without \"image\" or \"text\"",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}

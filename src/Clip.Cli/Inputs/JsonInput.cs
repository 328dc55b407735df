using System.Text.Json;

namespace Clip.Cli.Inputs;

/// <summary>One line of standard input, or one argument, not yet looked into.</summary>
/// <param name="Json">The line as it came; null for an argument.</param>
/// <param name="Argument">The argument; null for a line.</param>
/// <param name="Line">The line's number, counted from one; null for an argument.</param>
internal readonly record struct JsonInput(byte[]? Json, string? Argument, long? Line)
{
    private const string Form = "write a JSON string, for example: \"a dog\"";
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public static JsonInput Given(string argument) => new(null, argument, null);

    /// <summary>The lines of a file or of standard input (<c>-</c>) in groups of up to <paramref name="most"/> that have arrived together.</summary>
    public static IEnumerable<List<JsonInput>> Groups(string source, int most)
    {
        using var stream = Open(source);
        long number = 0;
        foreach (var group in new ArrivedLines(stream, source == "-" ? "standard input" : source).Groups(most))
            yield return group.ConvertAll(line => new JsonInput(++number == 1 && line.AsSpan().StartsWith(ByteOrderMark) ? line[3..] : line, null, number));
    }

    /// <summary>The text that the input holds.</summary>
    /// <exception cref="ClipException">It is not a JSON string.</exception>
    public string Read()
    {
        if (Argument is not null)
            return Argument;
        var asked = ReadTextOrPicture();
        return asked.IsPicture ? throw Bad("is an object, not a JSON string", Form) : asked.Value;
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
                return Asked.Text(root.GetString()!);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("image", out var image) && image.ValueKind == JsonValueKind.String)
                return Asked.Picture(image.GetString()!);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
                return Asked.Text(text.GetString()!);
            throw Bad($"is {Name(root.ValueKind)}, not a text or a picture", "write \"a dog\" or {\"image\":\"a.jpg\"}");
        }
        catch (JsonException error)
        {
            throw Bad(Json!.AsSpan().Trim(" \t\r"u8).IsEmpty ? "is empty" : "is not valid JSON", Form, error);
        }
        catch (InvalidOperationException error)
        {
            // System.Text.Json refuses half of a surrogate pair, and bytes that are not UTF-8, with this.
            throw Bad("is not valid Unicode: half of a surrogate pair, or bytes that are not UTF-8", "write whole characters as UTF-8", error);
        }
    }

    private static Stream Open(string source)
    {
        try
        {
            return source == "-" ? Console.OpenStandardInput() : File.OpenRead(source);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClipException(source, "cannot be read", "give a file with one JSON value a line, or - for standard input", error);
        }
    }

    private ClipException Bad(string problem, string remedy, Exception? cause = null) => new($"line {Line}", problem, remedy, cause);

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object without \"image\" or \"text\"",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}

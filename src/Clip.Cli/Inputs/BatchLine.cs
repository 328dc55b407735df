using System.Text.Json;

namespace Clip.Cli.Inputs;

/// <summary>One line of a file or of standard input that holds a JSON value, not parsed yet.</summary>
/// <param name="Json">The bytes of the line.</param>
/// <param name="Number">The line's number, counted from one.</param>
internal readonly record struct BatchLine(byte[] Json, long Number)
{
    private const string Form = "write a JSON string, for example: \"a dog\"";
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The lines of a file or of standard input (<c>-</c>) in groups of up to <paramref name="most"/> that have arrived
    /// together.
    /// </summary>
    public static IEnumerable<List<BatchLine>> Groups(string source, int most)
    {
        using var stream = Open(source);
        long number = 0;
        foreach (var group in new LineGroups(stream, source == "-" ? "standard input" : source).Read(most))
            yield return group.ConvertAll(line => new BatchLine(++number == 1 ? WithoutMark(line) : line, number));
    }

    /// <summary>Which line it is, as errors name it.</summary>
    public string Name => $"line {Number}";

    /// <summary>The text in the line.</summary>
    /// <exception cref="ClipException">It is not a JSON string.</exception>
    public string ParseText()
    {
        var item = ParseItem();
        return item.IsPicture ? throw Invalid("is an object, not a JSON string", Form) : item.Value;
    }

    /// <summary>The text in the line, or the picture of <c>{"image":"path"}</c>.</summary>
    /// <exception cref="ClipException">It holds neither.</exception>
    public InputItem ParseItem()
    {
        try
        {
            using var document = JsonDocument.Parse(Json, new JsonDocumentOptions { MaxDepth = 4 });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String)
                return InputItem.Text(root.GetString()!);
            if (Property(root, "image") is { } image)
                return InputItem.Picture(image);
            if (Property(root, "text") is { } text)
                return InputItem.Text(text);
            throw Invalid(
                $"is {Describe(root.ValueKind)}, not a text or a picture", "write \"a dog\" or {\"image\":\"a.jpg\"}");
        }
        catch (JsonException error)
        {
            var isEmpty = Json.AsSpan().Trim(" \t\r"u8).IsEmpty;
            throw Invalid(isEmpty ? "is empty" : "is not valid JSON", Form, error);
        }
        catch (InvalidOperationException error)
        {
            // System.Text.Json refuses half of a surrogate pair, and bytes that are not UTF-8, with this.
            throw Invalid(
                "is not valid Unicode: half of a surrogate pair, or bytes that are not UTF-8",
                "write whole characters as UTF-8", error);
        }
    }

    private static byte[] WithoutMark(byte[] line) => line.AsSpan().StartsWith(ByteOrderMark) ? line[3..] : line;

    private static string? Property(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Stream Open(string source)
    {
        try
        {
            return source == "-" ? Console.OpenStandardInput() : File.OpenRead(source);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClipException(
                source, "cannot be read", "give a file with one JSON value per line, or - for standard input", error);
        }
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object without \"image\" or \"text\"",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private ClipException Invalid(string problem, string remedy, Exception? cause = null) =>
        new(Name, problem, remedy, cause);
}

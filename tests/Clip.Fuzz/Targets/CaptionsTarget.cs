using Clip.Captions;

namespace Clip.Fuzz.Targets;

/// <summary>
/// A caption file; the first byte selects the extension, which decides where the content is ambiguous.
/// </summary>
internal static class CaptionsTarget
{
    private static readonly string[] Names = ["c.txt", "c.csv", "c.tsv", "c.json", "c.jsonl", "c.token", "c.psv", "c"];

    public static FuzzTarget Target { get; } = new("captions", Read)
    {
        Words =
        [
            "\"images\":[", "\"annotations\":[", "\"id\":", "\"image_id\":", "\"file_name\":", "\"caption\":",
            "\"captions\":", "\"sentences\":", "\"raw\":", "\"filename\":", "\"filepath\":", "\"dataset\":", "a.jpg",
            "a.jpg#0\t", "image,caption\n", "image_name| comment_number| comment\n", "\"", "\"\"", "\t", "|", ";", ",",
            "\r", "\r\n", "\n\n", "\\ud800", "\\u0000", "null", "\0",
        ],
    };

    private static void Read(byte[] input)
    {
        var content = input.AsSpan();
        var name = content.IsEmpty ? Names[0] : Names[content[0] % Names.Length];
        var file = CaptionFile.Read(Scratch.Write(name, content.IsEmpty ? [] : content[1..]));
        if (file.Records.Any(static record => string.IsNullOrWhiteSpace(record.Text)))
            throw new InvalidOperationException("a caption is blank");
        if (file.Errors.Count > CaptionFile.MaxErrors + 1)
            throw new InvalidOperationException("there are too many errors");
    }
}

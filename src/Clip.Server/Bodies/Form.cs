using System.Text;
using System.Text.Unicode;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Clip.Server.Bodies;

/// <summary>The parts of a form, multipart or URL-encoded, in their order.</summary>
internal sealed class Form(IReadOnlyList<FormPart> parts)
{
    private const string Multipart = "multipart/form-data";
    private const string UrlEncoded = "application/x-www-form-urlencoded";

    private static readonly string[] Files = ["image/", "audio/", "video/"];

    /// <summary>All parts.</summary>
    public IReadOnlyList<FormPart> Parts { get; } = parts;

    /// <summary>
    /// Whether a body is a form, as the request says. JSON is none, although curl calls it URL-encoded unless it is
    /// told otherwise.
    /// </summary>
    /// <exception cref="RequestException">The body is a file, and neither a form nor JSON.</exception>
    public static bool IsForm(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var type = request.ContentType ?? "";
        if (Files.Any(kind => type.StartsWith(kind, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RequestException(
                415, "Send the picture in a form (multipart/form-data), or as base64 in JSON (application/json).");
        }
        return IsMultipart(request)
            || (IsUrlEncoded(request) && !body.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8));
    }

    /// <summary>Whether the request says that its body has parts.</summary>
    public static bool IsMultipart(HttpRequest request) =>
        (request.ContentType ?? "").StartsWith(Multipart, StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses a body.</summary>
    /// <exception cref="RequestException">It is not the form that its content type says.</exception>
    public static Form Parse(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (IsMultipart(request))
            return new Form(MultipartParser.Parse(body, request.ContentType!));
        if (!IsUrlEncoded(request))
            throw new RequestException(415, "Send a form: multipart/form-data with a picture, or URL-encoded fields.");
        var text = Encoding.UTF8.GetString(body.Span);
        if (!Utf8.IsValid(body.Span) || !PercentText.IsUtf8(text))
            throw new RequestException(400, "The request's fields are not UTF-8; percent-encode them in UTF-8.");
        List<FormPart> fields = [];
        foreach (var field in new QueryStringEnumerable(text))
        {
            var value = Encoding.UTF8.GetBytes(field.DecodeValue().ToString());
            fields.Add(new FormPart(field.DecodeName().ToString(), value, IsFile: false));
        }
        return new Form(fields);
    }

    /// <summary>The first part of a name, or null.</summary>
    public FormPart? Find(string name)
    {
        foreach (var part in Parts)
        {
            if (part.Name == name)
                return part;
        }
        return null;
    }

    /// <summary>Refuses parts that mean nothing; a picture may come without a name.</summary>
    /// <param name="known">The names of parts.</param>
    /// <exception cref="RequestException">There is another part.</exception>
    public void RequireKnown(IReadOnlyCollection<string> known)
    {
        foreach (var part in Parts)
        {
            if (part.Name.Length > 0 && !known.Contains(part.Name))
                throw JsonMembers.Unknown("The form", part.Name, known);
        }
    }

    /// <summary>The text of the first part of a name, or null.</summary>
    public string? Text(string name) => Find(name)?.Text;

    /// <summary>The parts that hold pictures: those of these names, and files without a name.</summary>
    public IEnumerable<FormPart> Pictures(params string[] names) =>
        Parts.Where(part => names.Contains(part.Name) || (part.Name.Length == 0 && part.IsFile));

    private static bool IsUrlEncoded(HttpRequest request) =>
        (request.ContentType ?? "").StartsWith(UrlEncoded, StringComparison.OrdinalIgnoreCase);
}

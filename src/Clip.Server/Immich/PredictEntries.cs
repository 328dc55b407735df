using System.Text;
using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.Immich;

/// <summary>What Immich asks to be predicted.</summary>
/// <param name="IsEmpty">Whether it asks for nothing, which is answered with nothing.</param>
/// <param name="Visual">The model for the picture; null where its embedding is not wanted.</param>
/// <param name="Textual">The model for the text; null where its embedding is not wanted.</param>
internal sealed record PredictEntries(bool IsEmpty, string? Visual, string? Textual)
{
    /// <summary>Reads the field <c>entries</c>.</summary>
    /// <exception cref="RequestException">It is not what Immich sends, or asks for something else alone.</exception>
    public static PredictEntries Parse(string? field)
    {
        if (field is null)
            throw RequestException.Unusable("The field 'entries' is missing; Immich before 1.119 is not supported.");
        JsonElement entries;
        try
        {
            entries = JsonBody.ParseObject(Encoding.UTF8.GetBytes(field));
        }
        catch (RequestException)
        {
            throw RequestException.Unusable("The field 'entries' must be a JSON object.");
        }
        if (!entries.EnumerateObject().Any())
            return new PredictEntries(true, null, null);
        if (entries.TryGetProperty("clip", out var clip))
        {
            if (clip.ValueKind != JsonValueKind.Object)
                throw RequestException.Unusable("'entries.clip' must be an object with 'visual' or 'textual'.");
        }
        else
        {
            // An empty answer would be stored as "no faces" and "no text".
            var tasks = string.Join(", ", entries.EnumerateObject().Select(static task => task.Name));
            throw RequestException.Unusable($"This server computes embeddings (clip) alone, not {tasks}.");
        }
        var (visual, textual) = (ModelOf(clip, "visual"), ModelOf(clip, "textual"));
        return visual is null && textual is null
            ? throw RequestException.Unusable("'entries.clip' asks for neither 'visual' nor 'textual'.")
            : new PredictEntries(false, visual, textual);
    }

    private static string? ModelOf(JsonElement clip, string kind)
    {
        if (clip.Member(kind) is not { } task)
            return null;
        var name = task.Member("modelName");
        return name is { ValueKind: JsonValueKind.String } given && given.GetString() is { Length: > 0 } text
            ? text
            : throw RequestException.Unusable($"'entries.clip.{kind}' names no model.");
    }
}

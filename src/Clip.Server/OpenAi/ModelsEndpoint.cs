using System.Text.Json.Serialization;
using Clip.Server.Answers;
using Clip.Server.Mounting;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.OpenAi;

/// <summary>A model in OpenAI's form, with the length of its vectors.</summary>
internal sealed record ModelEntry(string Id, string Object, long Created, string OwnedBy, int Dimensions);

/// <summary>The list of models in OpenAI's form.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ModelsJson : JsonSerializerContext;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>.</summary>
internal sealed class ModelsEndpoint(Mounts mounts)
{
    public Task ListAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, new ModelList("list", [.. mounts.Models.Select(EntryOf)]), ModelsJson.Default.ModelList);

    public Task RetrieveAsync(HttpContext context)
    {
        // Slashes that are part of a name may come encoded, and are not decoded with the rest of the path.
        var name = (string)context.Request.RouteValues["id"]!;
        var model = mounts.Model(name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return JsonAnswer.WriteAsync(context, EntryOf(model), ModelsJson.Default.ModelEntry);
    }

    private static ModelEntry EntryOf(MountedModel model) => new(
        model.Name, "model", model.Mounted.ToUnixTimeSeconds(), "clip", model.Dimensions);
}

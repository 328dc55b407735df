namespace Clip.Cli.Verbs.Models;

/// <summary>
/// <c>models</c>: verbs about the models there are and how to get them; the only ones that talk to a model hub.
/// </summary>
internal static class ModelsVerbs
{
    public static VerbCommand Build() => new(
        "models", "List, download and check models",
        "clipsearch models list",
        "clipsearch models pull Xenova/clip-vit-base-patch32")
    {
        VerbCommand.Of(new ModelsListVerb()),
        VerbCommand.Of(new ModelsPullVerb()),
        VerbCommand.Of(new ModelsVerifyVerb()),
        VerbCommand.Of(new ModelsInfoVerb()),
        VerbCommand.Of(new ModelsCacheVerb()),
    };
}

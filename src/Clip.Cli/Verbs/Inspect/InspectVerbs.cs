namespace Clip.Cli.Verbs.Inspect;

/// <summary><c>inspect</c>: verbs that show whether this program and a Python pipeline see the same numbers.</summary>
internal static class InspectVerbs
{
    public static VerbCommand Build() => new(
        "inspect", "Show the tokens, pixels and graphs that the encoders work with",
        "clipsearch inspect tokens \"a photo of a cat\"",
        "clipsearch inspect pixels photo.jpg --out pixels/",
        "clipsearch inspect model --model ~/models/clip-vit-base-patch32")
    {
        VerbCommand.Of(new InspectTokensVerb()),
        VerbCommand.Of(new InspectPixelsVerb()),
        VerbCommand.Of(new InspectModelVerb()),
    };
}

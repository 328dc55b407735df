namespace Clip.Cli.Verbs.Config;

/// <summary><c>config</c>: verbs about the configuration file.</summary>
internal static class ConfigVerbs
{
    public static VerbCommand Build() => new(
        "config", "Show the configuration file and what it sets",
        "clipsearch config path",
        "clipsearch config list --json")
    {
        VerbCommand.Of(new ConfigListVerb()),
        VerbCommand.Of(new ConfigPathVerb()),
    };
}

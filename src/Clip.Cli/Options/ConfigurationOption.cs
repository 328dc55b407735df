using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary><c>--config</c>: the file that options are read from which the command line does not give.</summary>
internal static class ConfigurationOption
{
    private static readonly Option<string?> File = new("--config")
    {
        Description = "Read options from FILE instead of the user's config.toml, or none "
            + "(default: CLIPSEARCH_CONFIG, else what clipsearch config path shows)",
        HelpName = "FILE",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        File.RequireValue();
        root.Options.Add(File);
    }

    /// <summary>The file that the command line names, or null.</summary>
    public static string? Resolve(ParseResult parsed) => parsed.GetResult(File) is null ? null : parsed.GetValue(File);
}

using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>The options that every verb takes.</summary>
internal static class GlobalOptions
{
    public static void AddTo(RootCommand root)
    {
        ModelOptions.AddTo(root);
        OutputOptions.AddTo(root);
        LanguageOption.AddTo(root);
        ConfigurationOption.AddTo(root);
    }
}

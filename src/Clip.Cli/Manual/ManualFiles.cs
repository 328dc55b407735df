using System.CommandLine;
using System.Text;
using Clip.Cli.Languages;

namespace Clip.Cli.Manual;

/// <summary>
/// The files that are generated from the definitions of verbs and options: pages of the manual, the reference, and the
/// table of verbs in the README of each language. <c>clipsearch generate-manual FOLDER</c> writes them into a checkout;
/// help does not show it.
/// </summary>
internal static class ManualFiles
{
    private const string Name = "generate-manual";

    /// <summary>Writes the files where a command line asks for it.</summary>
    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="root">All verbs and their options.</param>
    /// <returns>Whether it does.</returns>
    public static bool Write(string[] arguments, RootCommand root)
    {
        if (arguments is not [Name, var folder])
            return false;
        Texts.Use(LanguageNames.English); // whatever language its user reads
        foreach (var (path, text) in All(root, folder).ToList())
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        return true;
    }

    /// <summary>All files: their paths in a checkout, separated by slashes, and their texts.</summary>
    /// <param name="root">All verbs and their options.</param>
    /// <param name="checkout">The checkout, whose READMEs get their tables of verbs.</param>
    public static IEnumerable<(string Path, string Text)> All(RootCommand root, string checkout)
    {
        foreach (var (file, text) in ManualPages.Of(root))
            yield return ($"man/{file}", text);
        yield return ("docs/command-line.md", MarkdownReference.Page(root));
        foreach (var language in LanguageNames.All)
        {
            var isEnglish = language == LanguageNames.English;
            var name = isEnglish ? "README.md" : $"README.{language}.md";
            var readme = Path.Combine(checkout, name);
            if (!File.Exists(readme))
                continue;
            var catalog = isEnglish ? null : TextCatalog.Load(language);
            yield return (name, MarkdownReference.WithVerbs(File.ReadAllText(readme), root, catalog));
        }
    }
}

using System.CommandLine;
using Clip.Cli.Languages;

namespace Clip.Cli.Options;

/// <summary><c>--lang</c>: the language of help and messages.</summary>
internal static class LanguageOption
{
    private static readonly Option<string?> Language = new("--lang")
    {
        Description = "Language of help and messages: en or zh-CN (default: CLIPSEARCH_LANG, else that of the locale)",
        HelpName = "LANG",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        Language.CompletionSources.Add([.. LanguageNames.All]);
        Language.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && LanguageNames.Find(token.Value) is null)
            {
                result.AddError(Texts.Of(
                    "{0}: {1} is not one of {2}", Language.Name, token.Value, string.Join(", ", LanguageNames.All)));
            }
        });
        root.Options.Add(Language);
    }

    /// <summary>
    /// The language that a command line asks for, else the environment, else a file, else the locale. Messages about a
    /// command line are in it too, so that it is found before that is parsed.
    /// </summary>
    /// <param name="words">The words of the command line.</param>
    public static string Resolve(IReadOnlyList<string> words)
    {
        var given = words.TakeWhile(static word => word != "--").Index()
            .Where(static pair => pair.Item == Name || pair.Item.StartsWith(Name + "=", StringComparison.Ordinal))
            .Select(pair => pair.Item == Name
                ? words.ElementAtOrDefault(pair.Index + 1)
                : pair.Item[(Name.Length + 1)..])
            .LastOrDefault();
        return (given is null ? null : LanguageNames.Find(given))
            ?? (EnvironmentSetting.Language.Value is { } value ? LanguageNames.Find(value) : null)
            ?? LanguageNames.OfLocale(Environment.GetEnvironmentVariable);
    }

    private const string Name = "--lang";
}

using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>Under which heading the help of a verb shows an option.</summary>
internal static class OptionGroups
{
    private const string Own = "Options";

    /// <summary>The headings with the names of their options: what is asked for most often comes first.</summary>
    private static readonly (string Heading, string[] Options)[] Groups =
    [
        (Own, []),
        ("Which pictures", ["--after", "--before", "--camera", "--near", "--min-size", "--glob"]),
        ("Results",
        [
            "--top", "--sort", "--score", "--min-score", "--cutoff", "--diverse", "--diversity", "--axis",
            "--all-copies", "--paths", "--print0", "--format",
        ]),
        ("Pictures", ["--preview", "--sheet", "--html", "--open"]),
        ("Sorting files", ["--copy-to", "--link-to", "--move-to", "--apply", "--yes", "--undo"]),
        ("Commands", ["--exec", "--exec-batch"]),
        ("Index",
        [
            "--in", "--library", "--index-dir", "--own-index", "--store", "--store-read", "--exact", "--recall",
            "--s3-endpoint", "--no-index", "--exclude", "--no-default-excludes", "--decode", "--own-captions",
            "--no-own-captions",
        ]),
        ("Output",
        [
            "--json", "--quiet", "--verbose", "--time", "--color", "--hyperlink", "--lang", "--config", "--help",
            "--version",
        ]),
        ("Model", ["--model", "--variant", "--dimensions", "--precision", "--min-cosine", "--task", "--language"]),
        ("Device and memory",
            ["--device", "--threads", "--memory", "--no-cache", "--ort-library", "--ep-library"]),
    ];

    /// <summary>The options of a command under their headings; a heading without options is left out.</summary>
    public static IEnumerable<(string Heading, IReadOnlyList<Option> Options)> Of(Command command)
    {
        var options = CommandOptions.Of(command).DistinctBy(static option => option.Name).ToList();
        foreach (var (heading, names) in Groups)
        {
            List<Option> shown = heading == Own
                ? [.. options.Where(static option => !IsGrouped(option.Name))]
                : [.. names.SelectMany(name => options.Where(option => option.Name == name))];
            if (shown.Count > 0)
                yield return (heading, shown);
        }
    }

    private static bool IsGrouped(string name) => Array.Exists(Groups, group => group.Options.Contains(name));
}

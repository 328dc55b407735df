using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>The options that say which labels there are, and how texts are made of them.</summary>
internal sealed class LabelOptions
{
    private const string BuiltIn = "photos";

    private readonly Option<string[]> _labels = new("--labels")
    {
        Description = "Labels with commas between (repeatable)",
        HelpName = "A,B,C",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string?> _file = new("--labels-file")
    {
        Description = "A file with a label on each line",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _templates = new("--template")
    {
        Description = "A text around the label, such as \"a photo of a {}\"; of several the mean counts (repeatable). "
            + "photos stands for a built-in set, and a file for its lines (default: the label itself)",
        HelpName = "TEXT",
        DefaultValueFactory = static _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_labels);
        command.Options.Add(_file);
        AddTemplateTo(command);
    }

    /// <summary>Adds the option of verbs that know their labels.</summary>
    public void AddTemplateTo(Command command) => command.Options.Add(_templates);

    /// <summary>The labels, each once; empty where none are given.</summary>
    /// <exception cref="ClipException">
    /// The file cannot be read, or there is no label where some are asked for.
    /// </exception>
    public IReadOnlyList<string> Labels(ParseResult parsed)
    {
        var written = parsed.GetValue(_labels) ?? [];
        var listed = written.SelectMany(static value => value.Split(','));
        if (parsed.GetValue(_file) is { } file)
            listed = listed.Concat(ListFile.Read(file));
        List<string> labels =
            [.. listed.Select(static label => label.Trim()).Where(static label => label.Length > 0).Distinct()];
        if (labels.Count == 0 && (written.Length > 0 || parsed.GetValue(_file) is not null))
            throw new ClipException("--labels", "names no label", "for example: --labels dog,cat,horse");
        return labels;
    }

    /// <summary>The templates; empty for the label itself.</summary>
    /// <exception cref="ClipException">A file cannot be read, or a template has no place for the label.</exception>
    public IReadOnlyList<string> Templates(ParseResult parsed)
    {
        List<string> templates = [];
        foreach (var value in parsed.GetValue(_templates) ?? [])
        {
            if (value.Contains(PromptTemplates.Placeholder, StringComparison.Ordinal))
                templates.Add(value);
            else if (value == BuiltIn)
                templates.AddRange(PromptTemplates.Photos);
            else if (File.Exists(value))
                templates.AddRange(ListFile.ReadItems(value));
            else
                templates.Add(value);
        }
        templates.ForEach(PromptTemplates.Check);
        return templates;
    }
}

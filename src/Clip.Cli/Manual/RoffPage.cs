using System.Globalization;
using System.Text;

namespace Clip.Cli.Manual;

/// <summary>Writes a page of the manual in the macros that man knows (man(7)).</summary>
internal sealed class RoffPage
{
    private readonly StringBuilder _text = new();
    private bool _isAtStart;

    /// <param name="name">The name of the page: <c>clipsearch-search</c>.</param>
    public RoffPage(string name) =>
        Line($".TH {Escaped(name.ToUpperInvariant())} 1 \"\" \"clipsearch\" \"User Commands\"");

    /// <summary>Begins a section.</summary>
    public void Section(string title)
    {
        Line($".SH {Quoted(title.ToUpperInvariant())}");
        _isAtStart = true;
    }

    /// <summary>Begins a part of a section.</summary>
    public void Part(string title)
    {
        Line($".SS {Quoted(title)}");
        _isAtStart = true;
    }

    /// <summary>Writes a paragraph.</summary>
    public void Paragraph(string text)
    {
        Separate();
        Line(Escaped(text));
    }

    /// <summary>Writes a line as it is, such as the one of the section NAME.</summary>
    public void Text(string text) => Line(Escaped(text));

    /// <summary>Writes how a command is called.</summary>
    public void Synopsis(string program, string rest)
    {
        Line($".B {Escaped(program)}");
        if (rest.Length > 0)
            Line(Escaped(rest));
    }

    /// <summary>Breaks the line.</summary>
    public void Break() => Line(".br");

    /// <summary>Writes a term in bold, what follows it in italics, and what it means.</summary>
    public void Term(string bold, string italic, string text)
    {
        Line(".TP");
        Line(italic.Length == 0 ? $"\\fB{Escaped(bold)}\\fR" : $"\\fB{Escaped(bold)}\\fR\\fI{Escaped(italic)}\\fR");
        Line(Escaped(text.Length == 0 ? " " : text));
    }

    /// <summary>Writes a command line to copy.</summary>
    public void Example(string line)
    {
        Separate();
        Line(".RS 4");
        Line(".nf");
        Line(Escaped(line));
        Line(".fi");
        Line(".RE");
    }

    /// <summary>The page.</summary>
    public override string ToString() => _text.ToString();

    private static string Quoted(string text) =>
        $"\"{Escaped(text).Replace("\"", "\\(dq", StringComparison.Ordinal)}\"";

    /// <summary>A text in which nothing is a command, and what is typed stays what it is when it is copied.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '\'' => "\\(aq",
                '`' => "\\(ga",
                '^' => "\\(ha",
                '~' => "\\(ti",
                > 126 => string.Create(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                _ => rune.ToString(),
            });
        }
        return escaped is { Length: > 0 } && escaped[0] == '.' ? "\\&" + escaped : escaped.ToString();
    }

    /// <summary>Begins a paragraph; a heading has done so already.</summary>
    private void Separate()
    {
        if (!_isAtStart)
            Line(".PP");
    }

    private void Line(string line)
    {
        _text.Append(line).Append('\n');
        _isAtStart = false;
    }
}

using System.Text;

namespace Clip.Cli.Completion;

/// <summary>What else a shell is to offer.</summary>
internal enum PathKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Files and folders.</summary>
    Files,

    /// <summary>Folders.</summary>
    Folders,

    /// <summary>Programs.</summary>
    Programs,
}

/// <summary>A word that can stand at the end of a command line.</summary>
/// <param name="Text">The word.</param>
/// <param name="Description">What it means; empty where that is obvious.</param>
internal sealed record Candidate(string Text, string Description = "");

/// <summary>What can stand at the end of a command line.</summary>
/// <param name="Candidates">Words that fit what has been typed.</param>
/// <param name="Paths">What the shell itself adds.</param>
internal sealed record CompletionAnswer(IReadOnlyList<Candidate> Candidates, PathKind Paths)
{
    /// <summary>Nothing.</summary>
    public static CompletionAnswer Nothing { get; } = new([], PathKind.None);

    /// <summary>
    /// The answer as the scripts of all shells read it: a line for each word, with its description behind a tab, and
    /// what kind of path fits behind a colon.
    /// </summary>
    public string Format()
    {
        var text = new StringBuilder();
        foreach (var candidate in Candidates)
        {
            text.Append(candidate.Text);
            if (candidate.Description.Length > 0)
                text.Append('\t').Append(candidate.Description);
            text.Append('\n');
        }
        var paths = Paths switch
        {
            PathKind.Files => "files",
            PathKind.Folders => "folders",
            PathKind.Programs => "programs",
            _ => null,
        };
        return paths is null ? text.ToString() : text.Append(':').Append(paths).Append('\n').ToString();
    }
}

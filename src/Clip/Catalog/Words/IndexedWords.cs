using System.Text;

namespace Clip.Catalog.Words;

/// <summary>The words of a file as the full-text index stores them: tokens separated by spaces.</summary>
/// <param name="Name">Of the file's name, without its extension.</param>
/// <param name="Folder">Of the folders between the index's root and the file.</param>
/// <param name="Captions">Of its captions, which include keywords and titles.</param>
internal readonly record struct IndexedWords(string Name, string Folder, string Captions)
{
    /// <summary>
    /// Counts how the words are made; those made otherwise are to be made again. A catalog in a folder has a format for
    /// each form.
    /// </summary>
    /// <remarks>2: words with hyphens are found without them too.</remarks>
    public const int Form = 2;

    /// <summary>The most characters of a file's captions that are searched by words.</summary>
    private const int MaxLength = 1 << 18;

    /// <param name="path">The file's path in the index.</param>
    /// <param name="captions">Its captions.</param>
    public static IndexedWords Of(string path, IEnumerable<string> captions)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var extension = name.LastIndexOf('.');
        return new IndexedWords(
            Tokens([extension > 0 ? name[..extension] : name]), Tokens([path[..^name.Length]]), Tokens(captions));
    }

    private static string Tokens(IEnumerable<string> texts)
    {
        var tokens = new StringBuilder();
        // Behind everything else, so that they do not come between the words of a phrase.
        List<string> wholes = [];
        foreach (var text in texts)
        {
            var rest = MaxLength - tokens.Length;
            if (rest <= 0)
                break;
            var runs = WordSplitter.Split(text.Length > rest ? text[..rest] : text);
            foreach (var run in runs)
            {
                foreach (var part in run.Parts)
                    tokens.Append(part).Append(' ');
                if (run.Whole is { } whole)
                    wholes.Add(whole);
            }
            wholes.AddRange(HyphenatedWords.Joined(runs));
        }
        return tokens.AppendJoin(' ', wholes).ToString();
    }
}

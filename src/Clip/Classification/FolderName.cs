using System.Buffers;

namespace Clip.Classification;

/// <summary>Makes folder names of labels, which may hold anything.</summary>
internal static class FolderName
{
    private const int MostCharacters = 100;

    // What Windows forbids, so that a folder can be carried there.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");

    public static string Of(string label)
    {
        var end = Math.Min(label.Length, MostCharacters);
        if (char.IsHighSurrogate(label[end - 1]) && end < label.Length)
            end--;
        var name = string.Create(end, label, static (name, label) =>
        {
            for (var i = 0; i < name.Length; i++)
                name[i] = char.IsControl(label[i]) || Forbidden.Contains(label[i]) ? '_' : label[i];
        }).Trim();
        // Neither "." and ".." nor a hidden folder, and Windows drops a dot at the end.
        name = name.TrimEnd('.');
        return name.Length == 0 ? "_" : name[0] == '.' ? "_" + name[1..] : name;
    }
}

namespace Clip.Files;

/// <summary>
/// The part of a root folder that a run covers: its inputs, without the folders that could not be read. Only a file in
/// this part counts as gone when the run does not find it.
/// </summary>
internal sealed class FolderScope
{
    private readonly List<string> _inputs;
    private readonly ChangedPaths? _changed;
    private readonly List<string> _unreadable = [];

    /// <param name="root">The full path of the root folder.</param>
    /// <param name="inputs">The files and folders that the run covers; empty for the whole root.</param>
    /// <param name="changed">What changed in them, if the run covers nothing else; null for all.</param>
    /// <exception cref="FolderException">An input does not exist or is outside the root.</exception>
    public FolderScope(string root, IReadOnlyList<string> inputs, ChangedPaths? changed = null)
    {
        // What changed may be that an input is gone.
        _inputs = [.. inputs.Select(input => CheckedPath(root, input, mayBeMissing: changed is not null))];
        _changed = changed;
    }

    /// <summary>Excludes the content of a folder that could not be read: it is unknown, not gone.</summary>
    public void AddUnreadable(string relativePath) => _unreadable.Add(relativePath);

    /// <summary>Whether the run covers a path.</summary>
    public bool Covers(string relativePath) =>
        (_inputs.Count == 0 || _inputs.Exists(input => RelativePath.IsWithin(relativePath, input)))
        && _changed?.Covers(relativePath) != false
        && !_unreadable.Exists(
            folder => RelativePath.IsWithin(relativePath, folder) && relativePath.Length > folder.Length);

    private static string CheckedPath(string root, string input, bool mayBeMissing)
    {
        var relative = RelativePath.Of(root, Path.GetFullPath(input));
        if (RelativePath.IsOutside(relative))
            throw FolderException.Outside(input, root);
        return mayBeMissing || Path.Exists(input) ? relative : throw FolderException.Missing(input);
    }
}

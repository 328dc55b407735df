using Clip.Files;
using Clip.Searching;
using Clip.Server.Mounting;
using Clip.Server.Problems;

namespace Clip.Server.Mcp;

/// <summary>
/// Finds the pictures that calls name: by the id or the path of an answer, or by the full path of any picture under the
/// mounted folders, indexed or not. Links are resolved, and whatever lies elsewhere does not exist.
/// </summary>
internal sealed class McpPictureLookup(Mounts mounts)
{
    /// <summary>The picture of an id.</summary>
    /// <exception cref="RequestException">There is no such picture.</exception>
    public McpPicture FindId(string id)
    {
        var (folder, file, path) = mounts.Picture(id);
        if (path is null && LeadsOut(folder, file.Path))
            throw RequestException.NotFound("There is no such picture in the library.");
        return new McpPicture(folder, file.Path, file, path, ModelOf(folder));
    }

    /// <summary>The picture that a call is about: <c>path</c> or <c>id</c>.</summary>
    /// <exception cref="RequestException">The call names none, or there is no such picture.</exception>
    public McpPicture Of(McpArguments arguments)
    {
        if (arguments.Text("path") is { } path)
            return Find(path);
        return arguments.Text("id") is { } id
            ? FindId(id)
            : throw RequestException.Invalid("path", "'path' is missing: give the path or the id of a picture.");
    }

    /// <summary>The picture of a path, or of an id in its place.</summary>
    /// <param name="text">
    /// As an answer shows it, a full path, a <c>file://</c> address, or an id of an answer.
    /// </param>
    /// <exception cref="RequestException">There is no such picture.</exception>
    public McpPicture Find(string text)
    {
        foreach (var (folder, path) in Candidates(text))
        {
            if (Of(folder, path) is { } picture)
                return picture;
        }
        if (PictureId.Parse(text) is not null)
            return FindId(text);
        throw RequestException.NotFound($"There is no picture '{text}' in the library.");
    }

    /// <summary>A found picture; null where a link in the library's folder leads out of it.</summary>
    public static McpPicture? Of(FoundPicture found, MountedLibrary library)
    {
        var folder = library.FolderOf(found.Location, found.Path);
        var path = PictureFileAccess.FullPath(folder.Folder, found.Path);
        return path is null && LeadsOut(folder, found.Path)
            ? null
            : new McpPicture(folder, found.Path, found.File, path, library.Model);
    }

    /// <summary>Where a file of that name could be: in each folder, as a full path.</summary>
    private IEnumerable<(MountedFolder Folder, string Path)> Candidates(string text)
    {
        if (text.Contains('\0') || LocalPath(text) is not { } path)
            yield break;
        var isFull = Path.IsPathFullyQualified(path);
        foreach (var folder in mounts.Libraries.SelectMany(static library => library.Folders))
        {
            var root = folder.Folder.Location.Full(folder.Folder.Folder);
            if (isFull)
                yield return (folder, path);
            else if (folder.Label.Length == 0)
                yield return (folder, Path.Join(root, path));
            else if (path.StartsWith(folder.Label + "/", StringComparison.Ordinal))
                yield return (folder, Path.Join(root, path[(folder.Label.Length + 1)..]));
        }
    }

    /// <summary>The path of a <c>file://</c> address; any other text is a path already.</summary>
    private static string? LocalPath(string text)
    {
        if (!text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return text;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.IsFile && !address.IsUnc
            ? address.LocalPath
            : null;
    }

    private McpPicture? Of(MountedFolder folder, string path)
    {
        var location = folder.Folder.Location;
        var relative = location.Relative(Path.GetFullPath(path));
        if (!IsIn(folder, relative))
        {
            // The folder itself may have been named through a link.
            if (PictureFileAccess.RelativePathThroughLinks(folder.Folder, path) is not { } inside)
                return null;
            relative = inside;
        }
        var file = PictureIndex.Exists(location) ? folder.Index.FindFile(relative) : null;
        var fullPath = PictureFileAccess.FullPath(folder.Folder, relative);
        return fullPath is null && (file is null || LeadsOut(folder, relative))
            ? null
            : new McpPicture(folder, relative, file, fullPath, ModelOf(folder));
    }

    /// <summary>Whether a file that cannot be opened from the folder is there nevertheless.</summary>
    private static bool LeadsOut(MountedFolder folder, string relative) =>
        File.Exists(folder.Folder.Location.Full(relative));

    private MountedModel ModelOf(MountedFolder folder) => mounts.LibraryOf(folder).Model;

    private static bool IsIn(MountedFolder folder, string relative) =>
        relative.Length > 0 && relative != "." && !RelativePath.IsOutside(relative)
        && PictureFileAccess.IsIn(folder.Folder, relative);
}

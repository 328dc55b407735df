using System.Text.Json;
using Clip.Files;
using Clip.Libraries;

namespace Clip;

/// <summary>
/// The libraries of a user, kept in one JSON file, which people may edit. Immutable; adding and removing writes the
/// file, whole or not at all, and keeps what another program has changed meanwhile.
/// </summary>
public sealed class LibraryList
{
    /// <summary>The word that stands for all libraries where one can be named.</summary>
    public const string All = "all";

    private const int MostBytes = 16 << 20;

    private readonly string _file;
    private readonly PictureLibrary[] _libraries;

    private LibraryList(string file, PictureLibrary[] libraries) => (_file, _libraries) = (file, libraries);

    /// <summary>The libraries in the order of their names.</summary>
    public IReadOnlyList<PictureLibrary> Libraries => _libraries;

    /// <summary>Reads the list.</summary>
    /// <param name="file">The file; where there is none, there are no libraries.</param>
    /// <exception cref="LibraryException">The file cannot be read, or is no such list.</exception>
    public static LibraryList Read(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var path = Path.GetFullPath(file);
        return new LibraryList(path, ReadLibraries(path));
    }

    /// <summary>Whether a text can be the name of a library.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 100 && char.IsLetterOrDigit(name[0])
            && name.All(static letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.')
            && !IsSame(name, All);
    }

    /// <summary>The library of a name.</summary>
    /// <exception cref="LibraryException">There is none.</exception>
    public PictureLibrary Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.Find(_libraries, library => IsSame(library.Name, name))
            ?? throw LibraryException.Unknown(name, [.. _libraries.Select(static library => library.Name)]);
    }

    /// <summary>The libraries of some names, each once; <see cref="All"/> names all.</summary>
    /// <exception cref="LibraryException">There is none of a name, or there are none at all.</exception>
    public IReadOnlyList<PictureLibrary> Select(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var found = new List<PictureLibrary>();
        foreach (var name in names)
        {
            if (!IsSame(name, All))
                found.Add(Get(name));
            else if (_libraries.Length > 0)
                found.AddRange(_libraries);
            else
                throw LibraryException.Unknown(name, []);
        }
        return [.. found.Distinct()];
    }

    /// <summary>Adds a library, and stores the list. Nothing is indexed, and no folder is touched.</summary>
    /// <param name="library">The library.</param>
    /// <param name="cancellationToken">Ends the wait for another program that changes the list.</param>
    /// <returns>The list with the library.</returns>
    /// <exception cref="LibraryException">
    /// The name is none or taken by another library, or the list cannot be stored.
    /// </exception>
    /// <exception cref="FolderException">The library's folder does not exist or is a file.</exception>
    public LibraryList Add(PictureLibrary library, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(library);
        if (!IsName(library.Name))
            throw LibraryException.BadName(library.Name);
        var added = library with
        {
            Folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(library.Folder)),
            IndexDirectory = library.IndexDirectory is { } directory
                ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))
                : null,
        };
        if (!Directory.Exists(added.Folder))
        {
            throw File.Exists(added.Folder)
                ? FolderException.NotAFolder(added.Folder)
                : FolderException.Missing(added.Folder);
        }
        return Change(libraries => Array.Find(libraries, other => IsSame(other.Name, added.Name)) is { } taken
            ? taken == added ? libraries : throw LibraryException.NameTaken(taken.Name, taken.Folder)
            : [.. libraries, added], cancellationToken);
    }

    /// <summary>Removes a library, and stores the list. Its pictures and its index are not touched.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="cancellationToken">Ends the wait for another program that changes the list.</param>
    /// <returns>The list without the library.</returns>
    /// <exception cref="LibraryException">There is none of that name, or the list cannot be stored.</exception>
    public LibraryList Remove(string name, CancellationToken cancellationToken = default)
    {
        var removed = Get(name);
        return Change(
            libraries => [.. libraries.Where(library => !IsSame(library.Name, removed.Name))], cancellationToken);
    }

    private LibraryList Change(
        Func<PictureLibrary[], PictureLibrary[]> change, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            using var turn = ListLock.Take(_file, cancellationToken);
            var changed = Sorted(change(ReadLibraries(_file)));
            var content = new LibraryFile([.. changed.Select(static library =>
                new LibraryEntry(library.Name, library.Folder, library.IndexDirectory))]);
            AtomicFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(content, LibraryJson.Default.LibraryFile));
            return new LibraryList(_file, changed);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw LibraryException.Inaccessible(_file, error);
        }
    }

    private static PictureLibrary[] ReadLibraries(string file)
    {
        try
        {
            if (!File.Exists(file))
                return [];
            if (new FileInfo(file).Length > MostBytes)
                throw LibraryException.Damaged(file, "it is too large");
            var content = JsonSerializer.Deserialize(File.ReadAllBytes(file), LibraryJson.Default.LibraryFile);
            return Sorted([.. (content?.Libraries ?? []).Select(entry => Checked(file, entry))]);
        }
        catch (JsonException error)
        {
            throw LibraryException.Damaged(file, $"line {error.LineNumber + 1}", error);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw LibraryException.Inaccessible(file, error);
        }
    }

    private static PictureLibrary Checked(string file, LibraryEntry? entry)
    {
        if (entry is not { Name: { } name, Folder: { } folder } || !IsName(name) || !Path.IsPathFullyQualified(folder))
            throw LibraryException.Damaged(file, "each library needs a name and the full path of a folder");
        if (entry.IndexDir is { } directory && !Path.IsPathFullyQualified(directory))
            throw LibraryException.Damaged(file, $"the index_dir of {name} is no full path");
        return new PictureLibrary(name, folder, entry.IndexDir);
    }

    private static PictureLibrary[] Sorted(PictureLibrary[] libraries) =>
        [.. libraries.DistinctBy(static library => library.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(static library => library.Name, StringComparer.OrdinalIgnoreCase)];

    private static bool IsSame(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}

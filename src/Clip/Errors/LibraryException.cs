namespace Clip;

/// <summary>Why a library cannot be used.</summary>
public enum LibraryFault
{
    /// <summary>There is no library of that name.</summary>
    Unknown,

    /// <summary>A text cannot be the name of a library.</summary>
    BadName,

    /// <summary>Another library has the name.</summary>
    NameTaken,

    /// <summary>The file that lists the libraries cannot be read or written, or is none.</summary>
    File,
}

/// <summary>A library, or the list of them, cannot be used.</summary>
public sealed class LibraryException : ClipException
{
    private LibraryException(
        LibraryFault fault, string subject, string problem, string? remedy, Exception? cause = null)
        : base(subject, problem, remedy, cause) => Fault = fault;

    /// <summary>Why.</summary>
    public LibraryFault Fault { get; }

    /// <summary>The names that there are, where one is unknown; empty for other faults.</summary>
    public IReadOnlyList<string> Known { get; private init; } = [];

    internal static LibraryException Unknown(string name, IReadOnlyList<string> known) => new(
        LibraryFault.Unknown, name, "is no library",
        known.Count > 0 ? $"name one of: {string.Join(", ", known)}" : "add one first")
    {
        Known = known,
    };

    internal static LibraryException BadName(string name) => new(
        LibraryFault.BadName, name.Length == 0 ? "\"\"" : name, "cannot be the name of a library",
        "use letters, digits, -, _ and ., a letter or digit first; \"all\" stands for all libraries");

    internal static LibraryException NameTaken(PictureLibrary other) => new(
        LibraryFault.NameTaken, other.Name, $"is the name of a library already, of {other.Folder}",
        "remove that first, or choose another name");

    internal static LibraryException Damaged(string file, string problem, Exception? cause = null) => new(
        LibraryFault.File, file, $"is not a list of libraries ({problem})", "correct it, or delete it", cause);

    internal static LibraryException Inaccessible(string file, Exception cause) => new(
        LibraryFault.File, file, $"cannot be read or written ({cause.Message.TrimEnd('.')})",
        "check the rights of its folder", cause);
}

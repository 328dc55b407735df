using System.CommandLine.Completions;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Clip.Cli.Installation;

/// <summary>The libraries of the user, and the place for indexes of folders that must stay clean.</summary>
internal static class UserLibraries
{
    /// <summary>The file that lists them.</summary>
    public static string File => Path.Combine(UserFolders.Configuration(), "libraries.json");

    /// <summary>Reads the list.</summary>
    /// <exception cref="LibraryException">It cannot be read.</exception>
    public static LibraryList Read() => LibraryList.Read(File);

    /// <summary>
    /// What <c>--library</c> is completed with: the names of the libraries, or none where the list cannot be read.
    /// </summary>
    public static IEnumerable<CompletionItem> Completions()
    {
        try
        {
            return Read().Libraries.Select(static library => library.Name).Append(LibraryList.All)
                .Select(static name => new CompletionItem(name));
        }
        catch (ClipException)
        {
            return [];
        }
    }

    /// <summary>Whether an index lies in the place for those of folders that must stay clean.</summary>
    public static bool IsCentral(IndexLocation location) =>
        Path.GetDirectoryName(location.Directory) == CentralFolder();

    /// <summary>The central place for the index of a folder; the same for the same folder.</summary>
    public static string CentralFor(string name, string folder)
    {
        var hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(Path.GetFullPath(folder)));
        return Path.Combine(
            CentralFolder(), string.Create(CultureInfo.InvariantCulture, $"{name}-{(uint)hash:x8}"));
    }

    private static string CentralFolder() => Path.Combine(UserFolders.Data(), "indexes");
}

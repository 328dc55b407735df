using System.Text.RegularExpressions;

namespace Clip.Tests.Architecture;

/// <summary>
/// What everyone uses is in the namespace <c>Clip</c>, so that a program needs one import, while its source files stay
/// in the folders of their subjects; extensions of other libraries are in those libraries' namespaces. Such a type
/// counts as one of the folder whose source file declares it.
/// </summary>
internal static partial class SourceFolders
{
    private const string Root = "Clip";

    // The errors are what every folder may use: they count as the root.
    private const string OfEveryone = "Errors";

    private static readonly string[] NamespacesOfOthers = ["Microsoft.Extensions.DependencyInjection"];

    private static readonly Lazy<Dictionary<string, string>> Folders = new(Read);

    /// <summary>The namespace that a type counts as part of.</summary>
    /// <param name="space">The namespace that it is compiled in.</param>
    /// <param name="type">Its name in metadata; of nested types, that of the outermost one.</param>
    public static string NamespaceOf(string space, string type) =>
        (space == Root || NamespacesOfOthers.Contains(space))
        && Folders.Value.TryGetValue(type.Split('`')[0], out var folder)
            ? folder
            : space;

    /// <summary>The types in the namespace <c>Clip</c> and the folders, as namespaces, that declare them.</summary>
    public static IReadOnlyDictionary<string, string> All => Folders.Value;

    private static Dictionary<string, string> Read()
    {
        var library = Path.Combine(Repository.Root, "src", Root);
        Dictionary<string, string> folders = [];
        foreach (var file in Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(library, Path.GetDirectoryName(file)!);
            if (folder.Split(Path.DirectorySeparatorChar)[0] is "obj" or "bin")
                continue;
            var text = File.ReadAllText(file);
            if (!NamespacesOfOthers.Append(Root).Any(
                space => text.Contains($"namespace {space};", StringComparison.Ordinal)))
            {
                continue;
            }
            var space = folder is "." or OfEveryone
                ? Root
                : $"{Root}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
            foreach (Match declaration in Declaration().Matches(text))
            {
                var name = declaration.Groups[1].Value;
                Assert.True(
                    folders.TryAdd(name, space) || folders[name] == space, $"{name} is declared in two folders");
            }
        }
        return folders;
    }

    /// <summary>A type at the top level, whose declaration begins in the first column.</summary>
    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:class|record struct|record|struct|enum|interface|delegate [\w<>\[\]?,]+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

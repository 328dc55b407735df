using System.Text.RegularExpressions;

namespace Clip.Tests.Architecture;

/// <summary>Limits that keep source files readable, and words that the library leaves to its faces.</summary>
public sealed partial class SourceFileTests
{
    private const int MaxColumns = 120;
    private const int MaxLines = 300;

    [Fact]
    public void No_line_is_longer_than_120_columns() => AssertNone(
        from file in SourceFiles("*.cs", "*.csproj", "*.props", "*.targets")
        from line in File.ReadLines(file).Index()
        where line.Item.Length > MaxColumns
        select $"{Relative(file)}:{line.Index + 1} has {line.Item.Length} columns");

    [Fact]
    public void No_file_is_longer_than_300_lines() => AssertNone(
        from file in SourceFiles("*.cs")
        let lines = File.ReadLines(file).Count()
        where lines > MaxLines
        select $"{Relative(file)} has {lines} lines");

    [Fact]
    public void No_string_of_the_library_names_an_option_or_the_program() => AssertNone(
        from found in CompiledReferences.ReadLiterals(typeof(ClipException).Assembly.Location)
        where NamesTheCommandLine().IsMatch(found.Literal)
        select $"{found.Type}: \"{found.Literal}\"");

    [Fact]
    public void No_comment_of_the_library_names_an_option_or_the_program() => AssertNone(
        from file in SourceFiles("*.cs")
        where Relative(file).StartsWith("src/Clip/", StringComparison.Ordinal)
        from line in File.ReadLines(file).Index()
        let comment = line.Item.IndexOf("//", StringComparison.Ordinal)
        where comment >= 0 && NamesTheCommandLine().IsMatch(line.Item[comment..])
        select $"{Relative(file)}:{line.Index + 1}: {line.Item.Trim()}");

    /// <summary>The order that editors give them; the build checks only that each is used.</summary>
    [Fact]
    public void Imports_are_sorted_with_those_of_the_platform_first() => AssertNone(
        from file in SourceFiles("*.cs")
        let names = File.ReadLines(file).Select(line => Import().Match(line))
            .Where(match => match.Success).Select(match => match.Groups[1].Value).ToList()
        let sorted = names.OrderBy(name => name.Split('.')[0] != "System").ThenBy(name => name, ByParts)
        where !names.SequenceEqual(sorted)
        select $"{Relative(file)}: {string.Join(", ", names)}");

    /// <summary>The folder of a source file leads to its tests. Folders without a folder are listed here.</summary>
    [Fact]
    public void Folders_of_tests_mirror_the_folders_of_sources()
    {
        string[] ofTheirOwn =
        [
            "Architecture", "Cli", "Documentation", "Fuzzing", "Goldens", "ImageSharp", "Packages", "Postgres",
            "Server", "bin", "obj",
        ];
        AssertNone(Folders("tests", "Clip.Tests").Except(Folders("src", "Clip")).Except(ofTheirOwn));
    }

    private static readonly Comparer<string> ByParts = Comparer<string>.Create(static (a, b) =>
    {
        // A namespace comes before those inside it.
        var (x, y) = (a.Split('.'), b.Split('.'));
        var differences = x.Zip(y, static (left, right) => string.Compare(
            left, right, StringComparison.OrdinalIgnoreCase));
        return differences.FirstOrDefault(static difference => difference != 0, x.Length - y.Length);
    });

    /// <summary>Fails with every finding, where <c>Assert.Empty</c> shows only five.</summary>
    private static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }

    private static IEnumerable<string> Folders(params string[] path) =>
        from folder in Directory.EnumerateDirectories(Path.Combine([Repository.Root, .. path]))
        select Path.GetFileName(folder);

    private static IEnumerable<string> SourceFiles(params string[] patterns) =>
        from folder in new[] { "src", "tests" }
        from pattern in patterns
        from file in Directory.EnumerateFiles(
            Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
        let relative = Relative(file)
        where !relative.Contains("/obj/", StringComparison.Ordinal)
            && !relative.Contains("/bin/", StringComparison.Ordinal)
        select file;

    private static string Relative(string file) =>
        Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/');

    [GeneratedRegex(@"^using ([\w.]+);")]
    private static partial Regex Import();

    [GeneratedRegex(@"clipsearch|(?<![\w-])--[a-z]")]
    private static partial Regex NamesTheCommandLine();
}

using Clip.Cli;
using Clip.Server;

namespace Clip.Tests.Architecture;

/// <summary>Which folders (namespaces) may use which. A new dependency is a decision: a line in the table.</summary>
public sealed class ArchitectureTests
{
    private static readonly string Library = typeof(ClipException).Assembly.Location;
    private static readonly string CommandLine = typeof(Application).Assembly.Location;
    private static readonly string Server = typeof(ClipServerOptions).Assembly.Location;
    private static readonly string Postgres = typeof(PostgresStore).Assembly.Location;

    public static TheoryData<string, string> Assemblies => new()
    {
        { "Clip", Library },
        { "Clip.Cli", CommandLine },
        { "Clip.Server", Server },
        { "Clip.Postgres", Postgres },
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_dependency_between_folders_is_in_the_table(string root, string assembly)
    {
        var missing = CompiledReferences.Read(assembly)
            .Select(reference => (reference, Dependency: DependencyOf(reference, root)))
            .Where(pair => pair.Dependency is { } dependency && !AllowedDependencies.Of(root).Contains(dependency))
            .Select(static pair => $"{pair.Dependency}: {pair.reference.From} uses {pair.reference.To}")
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_dependency_of_the_table_exists(string root, string assembly)
    {
        var existing = CompiledReferences.Read(assembly)
            .Select(reference => DependencyOf(reference, root)).ToHashSet();
        Assert.DoesNotContain(AllowedDependencies.Of(root), dependency => !existing.Contains(dependency));
    }

    [Theory]
    [InlineData("Clip")]
    [InlineData("Clip.Cli")]
    [InlineData("Clip.Server")]
    [InlineData("Clip.Postgres")]
    public void No_folders_form_a_cycle(string root) =>
        Assert.Empty(Cycles.Find(AllowedDependencies.Of(root).Select(static line => (line.From, line.To))));

    [Fact]
    public void A_cycle_is_found_with_the_folders_on_it()
    {
        Assert.Equal(["A > B > C > A"], Cycles.Find([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")]));
        Assert.Empty(Cycles.Find([("A", "B"), ("B", "C"), ("A", "C")]));
    }

    [Fact]
    public void A_type_for_everyone_counts_as_one_of_the_folder_that_declares_it()
    {
        Assert.Equal("Clip.Models", SourceFolders.NamespaceOf("Clip", nameof(ClipModel)));
        Assert.Equal("Clip.Catalog.Reading", SourceFolders.NamespaceOf("Clip", nameof(PictureIndex)));
        Assert.Equal("Clip", SourceFolders.NamespaceOf("Clip", nameof(IndexException)));
        Assert.Equal("Clip.Files", SourceFolders.NamespaceOf("Clip.Files", "FolderWalk"));
        // All of them are known, so that none is exempt from the table.
        var compiled = typeof(ClipModel).Assembly.GetTypes()
            .Where(static type => type.Namespace == "Clip" && !type.IsNested)
            .Select(static type => type.Name.Split('`')[0]);
        Assert.Empty(compiled.Except(SourceFolders.All.Keys));
    }

    [Fact]
    public void The_lowest_folders_use_no_other_folder_but_the_lowest_of_all()
    {
        const string lowestOfAll = "Resources";
        string[] lowest = [lowestOfAll, "Files", "Text", "Images"];
        // Text and Images read files.
        Assert.DoesNotContain(AllowedDependencies.Of("Clip"), line =>
            lowest.Contains(TopFolder(line.From)) && TopFolder(line.To) != TopFolder(line.From)
            && TopFolder(line.To) != lowestOfAll
            && (TopFolder(line.From), TopFolder(line.To)) is not ("Text" or "Images", "Files"));
    }

    private static string TopFolder(string path) => path.Split('.')[0];

    /// <summary>The dependency that a reference is part of, or null inside one folder.</summary>
    private static Dependency? DependencyOf(TypeReference reference, string root)
    {
        if (!IsIn(reference.FromNamespace, root) || !IsIn(reference.ToNamespace, root))
            return null;
        var (from, to) = (Below(reference.FromNamespace, root), Below(reference.ToNamespace, root));
        // The root of the library holds what every folder may use: the errors.
        return from == to || (to.Length == 0 && root == "Clip") ? null : new Dependency(from, to);
    }

    private static bool IsIn(string name, string root) =>
        name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static string Below(string name, string root) =>
        name.Length == root.Length ? "" : name[(root.Length + 1)..];
}

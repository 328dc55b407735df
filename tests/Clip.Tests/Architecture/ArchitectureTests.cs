using Clip.Cli;

namespace Clip.Tests.Architecture;

/// <summary>Which rooms (namespaces) may use which. A new arrow is a decision: a line in the table.</summary>
public sealed class ArchitectureTests
{
    private static readonly string Library = typeof(ClipException).Assembly.Location;
    private static readonly string CommandLine = typeof(Application).Assembly.Location;

    public static TheoryData<string, string> Assemblies => new()
    {
        { "Clip", Library },
        { "Clip.Cli", CommandLine },
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_arrow_between_rooms_is_in_the_table(string root, string assembly)
    {
        var strangers = CompiledReferences.Read(assembly)
            .Select(reference => (reference, Arrow: ArrowOf(reference, root)))
            .Where(pair => pair.Arrow is { } arrow && !AllowedArrows.Of(root).Contains(arrow))
            .Select(static pair => $"{pair.Arrow}: {pair.reference.From} uses {pair.reference.To}")
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(strangers.Count == 0, string.Join(Environment.NewLine, strangers));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_arrow_of_the_table_exists(string root, string assembly)
    {
        var arrows = CompiledReferences.Read(assembly).Select(reference => ArrowOf(reference, root)).ToHashSet();
        Assert.DoesNotContain(AllowedArrows.Of(root), arrow => !arrows.Contains(arrow));
    }

    [Theory]
    [InlineData("Clip")]
    [InlineData("Clip.Cli")]
    public void No_rooms_form_a_ring(string root) =>
        Assert.Empty(Rings.Find(AllowedArrows.Of(root).Select(static arrow => (arrow.From, arrow.To))));

    [Fact]
    public void A_ring_is_found_with_the_rooms_on_it()
    {
        Assert.Equal(["A > B > C > A"], Rings.Find([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")]));
        Assert.Empty(Rings.Find([("A", "B"), ("B", "C"), ("A", "C")]));
    }

    [Fact]
    public void The_ground_floor_knows_no_other_room()
    {
        string[] ground = ["Files", "Text", "Images"];
        Assert.DoesNotContain(AllowedArrows.Of("Clip"), arrow =>
            ground.Contains(Room(arrow.From)) && Room(arrow.To) != Room(arrow.From) && arrow.To.Length > 0);
    }

    private static string Room(string path) => path.Split('.')[0];

    /// <summary>The arrow that a reference is part of, or null inside one room.</summary>
    private static Arrow? ArrowOf(TypeReference reference, string root)
    {
        if (!IsIn(reference.FromNamespace, root) || !IsIn(reference.ToNamespace, root))
            return null;
        var (from, to) = (Below(reference.FromNamespace, root), Below(reference.ToNamespace, root));
        // The root of the library holds what every room may use: the errors.
        return from == to || (to.Length == 0 && root == "Clip") ? null : new Arrow(from, to);
    }

    private static bool IsIn(string name, string root) =>
        name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static string Below(string name, string root) =>
        name.Length == root.Length ? "" : name[(root.Length + 1)..];
}

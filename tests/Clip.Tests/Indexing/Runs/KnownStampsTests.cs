using Clip.Indexing.Runs;
using Clip.Tests.Catalog;

namespace Clip.Tests.Indexing.Runs;

/// <summary>What the index knows of files, read ahead where they come in order.</summary>
public sealed class KnownStampsTests
{
    // Characters of 16 bits beyond the surrogates come before them in the database, and after them in a walk.
    private static readonly string[] Marks = ["", " b", "é", "\uFF21", "🐶", "\uE000x", "z"];

    [Fact]
    public void Files_in_any_order_are_known_as_if_each_was_asked_for_alone()
    {
        using var folder = new IndexFolder();
        var names = Enumerable.Range(0, 1200).Select(i => $"{i / 100}/{Marks[i % Marks.Length]}{i}.jpg").ToList();
        using (var writer = folder.Write())
        {
            foreach (var (i, name) in names.Index().Where(static named => named.Index % 3 > 0))
                writer.AddPicture(IndexFolder.File(name, i), IndexFolder.Vector(i));
            writer.Commit();
        }
        using var index = folder.Read();
        var walk = names.Order(StringComparer.Ordinal).ToList();
        var random = names.ToArray();
        new Random(7).Shuffle(random);
        List<string> twice = [.. walk.SelectMany(static name => new[] { name, name })];
        List<string> sparse = [.. walk.Where(static (_, place) => place % 97 == 0)];

        foreach (IEnumerable<string> order in (IEnumerable<string>[])
            [walk, names, Enumerable.Reverse(walk), random, twice, sparse, [.. walk, .. walk], ["", "\uD83D", .. walk]])
        {
            var stamps = new KnownStamps(index);
            Assert.All(order, name => Assert.Equal(index.FindStamp(name), stamps.Find(name)));
        }
        Assert.Equal(800, names.Count(name => index.FindStamp(name) is not null));
    }
}

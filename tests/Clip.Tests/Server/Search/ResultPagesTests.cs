using Clip.Server.Mounting;
using Clip.Server.Problems;
using Clip.Server.Search;

namespace Clip.Tests.Server.Search;

/// <summary>Pages that follow each other while pictures come and go.</summary>
public sealed class ResultPagesTests : IDisposable
{
    private readonly MountedFolder _folder = new(new SearchedFolder(IndexLocation.For(Path.GetTempPath())), 0, "");
    private ResultPages _pages = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_that_come_and_go_are_neither_repeated_nor_make_others_disappear()
    {
        var ranking = Enumerable.Range(0, 100).Select(static i => ($"old-{i}", 1 - (i / 100f))).ToList();
        var original = ranking.Select(static picture => picture.Item1).ToList();
        List<string> shown = [];
        string? token = null;
        for (var page = 0; page < 20; page++)
        {
            shown.AddRange(Next(ref token, ranking, RankBy.Embedding, 5));
            // A better picture than all, one in the middle of what was shown, and one that was shown disappears.
            ranking.Insert(0, ($"new-{page}", 2));
            ranking.Insert(3, ($"also-new-{page}", 0.99f));
            ranking.RemoveAll(picture => picture.Item1 == shown[^1]);
        }
        Assert.Equal(original, shown);
    }

    [Fact]
    public void Where_words_count_new_pictures_may_come_anywhere_but_none_twice()
    {
        var ranking = Enumerable.Range(0, 30).Select(static i => ($"old-{i}", i % 7 / 7f)).ToList();
        string? token = null;
        var shown = Next(ref token, ranking, RankBy.Fused, 10);
        ranking.Insert(0, ("new", 0));
        shown.AddRange(Next(ref token, ranking, RankBy.Fused, 30));
        Assert.Equal(31, shown.Count);
        Assert.Equal(31, shown.Distinct().Count());
    }

    [Fact]
    public void A_page_that_is_asked_for_again_is_the_same()
    {
        var ranking = Enumerable.Range(0, 40).Select(static i => ($"{i}", -i / 40f)).ToList();
        string? token = null;
        Next(ref token, ranking, RankBy.Embedding, 10);
        var (again, afterwards) = (token, token);
        var second = Next(ref token, ranking, RankBy.Embedding, 10);
        Assert.Equal(second, Next(ref again, ranking, RankBy.Embedding, 10));
        Assert.Equal(token, again);
        // With another size it is another page, and both go on.
        Assert.Equal(["10", "11", "12"], Next(ref afterwards, ranking, RankBy.Embedding, 3));
        Assert.Equal("13", Next(ref afterwards, ranking, RankBy.Embedding, 3)[0]);
        Assert.Equal("20", Next(ref token, ranking, RankBy.Embedding, 3)[0]);
    }

    [Fact]
    public void A_search_that_is_forgotten_goes_on_by_number()
    {
        var ranking = Enumerable.Range(0, 40).Select(static i => ($"{i}", -i / 40f)).ToList();
        string? token = null;
        Next(ref token, ranking, RankBy.Embedding, 10);
        for (var i = 0; i < 1100; i++)
        {
            string? other = null;
            Next(ref other, ranking, RankBy.Embedding, 2);
        }
        Assert.Null(_pages.Find(token, search: 1).Shown);
        Assert.Equal(["10", "11"], Next(ref token, ranking, RankBy.Embedding, 2));
        Assert.Equal(["12", "13"], Next(ref token, ranking, RankBy.Embedding, 2));
    }

    [Fact]
    public void Many_small_pages_count_too()
    {
        _pages = new ResultPages { MostKept = 10_000 };
        var ranking = Enumerable.Range(0, 400).Select(static i => ($"{i}", -i / 400f)).ToList();
        for (var search = 0; search < 3; search++)
        {
            string? token = null;
            for (var page = 0; page < 100; page++)
            {
                Next(ref token, ranking, RankBy.Embedding, 1);
                Assert.InRange(_pages.Kept, 1, 10_000);
            }
            // The newest is never the one that is dropped.
            Assert.Equal(100, _pages.Find(token, search: 1).Shown!.Count);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("NTA")]
    [InlineData("MC4xLmFi")]
    [InlineData("LTUuMS5hYg")]
    [InlineData("OTk5OTk5OTk5LjEuYWI")]
    public void A_token_of_nobody_is_refused(string token) =>
        Assert.Throws<RequestException>(() => _pages.Find(token, search: 1));

    [Fact]
    public void A_token_of_another_search_is_refused()
    {
        string? token = null;
        Next(ref token, [("a", 1), ("b", 0)], RankBy.Embedding, 1);
        var error = Assert.Throws<RequestException>(() => _pages.Find(token, search: 2));
        Assert.Equal("page_token", error.Parameter);
    }

    private List<string> Next(ref string? token, List<(string Path, float Score)> ranking, RankBy rank, int count)
    {
        var start = _pages.Find(token, search: 1);
        List<Candidate> candidates =
            [.. ranking.Select(picture => new Candidate(_folder, picture.Path) { Score = picture.Score })];
        List<Candidate> page = [.. start.Rest(candidates, rank).Take(count)];
        var before = start.Shown ?? [.. candidates.Take(start.Offset).Select(static picture => picture.Key)];
        token = _pages.Next(token, search: 1, before, page);
        return page.ConvertAll(static picture => picture.Path);
    }
}

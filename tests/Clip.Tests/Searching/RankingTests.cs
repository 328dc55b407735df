using Clip.Searching;

namespace Clip.Tests.Searching;

/// <summary>Ranking by embedding, by words and by both, copies as one answer, and several indexes together.</summary>
public sealed class RankingTests(SearchedPictures pictures) : IClassFixture<SearchedPictures>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PictureSearch Search => pictures.Search;

    [Theory]
    [InlineData("a red door")]
    [InlineData("kodak 23")]
    [InlineData("caps under a cloudy sky")]
    public async Task Fused_answers_are_the_reciprocal_rank_fusion_of_both_orders(string text)
    {
        var byEmbedding = await Ask(text, RankBy.Embedding);
        var byWords = await Ask(text, RankBy.Words);

        var fused = await Ask(text, RankBy.Fused);

        List<string> embedded = [.. byEmbedding.Select(found => found.Path)];
        List<string> worded = [.. byWords.Select(found => found.Path)];
        Assert.NotEmpty(worded);
        var expected = ReciprocalRank.Fuse<string>([embedded, worded]).Select(item => item.Item);
        Assert.Equal(expected, fused.Select(found => found.Path));
        // Whatever decides about the order, the score is the cosine.
        var cosines = byEmbedding.ToDictionary(found => found.Path, found => found.Cosine);
        Assert.All(fused.Concat(byWords), found => Assert.Equal(
            (cosines[found.Path], found.Cosine), (found.Score, found.Score)));
        Assert.All(byEmbedding, found => Assert.Equal(FoundBy.Embedding, found.By));
        Assert.All(byWords, found => Assert.Equal(FoundBy.Words, found.By));
        Assert.All(fused, found => Assert.Equal(
            worded.Contains(found.Path) ? FoundBy.Both : FoundBy.Embedding, found.By));
        // A shorter answer is the beginning of a longer one, and knows which pictures came by their words alone.
        var two = await Ask(text, RankBy.Fused, topK: 2);
        Assert.Equal(fused.Take(2).Select(found => found.Path), two.Select(found => found.Path));
        Assert.All(two.Where(found => worded.Contains(found.Path)), found => Assert.Equal(
            embedded.IndexOf(found.Path) < 2 ? FoundBy.Both : FoundBy.Words, found.By));
    }

    [Theory]
    [InlineData("xylophone quartet")]
    [InlineData("***")]
    [InlineData("NEAR(")]
    public async Task Words_that_the_index_lacks_change_nothing(string text)
    {
        Assert.Empty(await Ask(text, RankBy.Words));
        Assert.Equal(
            (await Ask(text, RankBy.Embedding)).Select(Key), (await Ask(text, RankBy.Fused)).Select(Key));

        static (int, string, float, FoundBy) Key(FoundPicture found) =>
            (found.Rank, found.Path, found.Score, found.By);
    }

    [Fact]
    public async Task Filters_minimums_and_scales_hold_for_pictures_found_by_words_too()
    {
        var request = new SearchRequest("kodak door 23") { Rank = RankBy.Words };
        var filter = new PictureFilter { Globs = ["!*23*"] };
        var all = await Search.SearchAsync(request, cancellationToken: Stop);
        Assert.Contains("photos/kodak-23.jpg", all.Pictures.Select(found => found.Path));

        foreach (var rank in new[] { RankBy.Words, RankBy.Fused })
        {
            var filtered = await Search.SearchAsync(request with { Rank = rank, Filter = filter }, null, Stop);
            Assert.DoesNotContain("photos/kodak-23.jpg", filtered.Pictures.Select(found => found.Path));
            var scored = await Search.SearchAsync(
                request with { Rank = rank, Score = ScoreKind.ZScore, MinScore = 0 }, null, Stop);
            Assert.All(scored.Pictures, found => Assert.True(found.Score >= 0));
            Assert.Equal(Enumerable.Range(1, scored.Pictures.Count), scored.Pictures.Select(found => found.Rank));
        }
    }

    [Fact]
    public async Task Only_texts_without_weights_have_words()
    {
        var mix = new Query([QueryTerm.Text("a door", 2), QueryTerm.Text("people", -1)]);
        var picture = Query.FromPicture(PictureSource.FromIndex("photos/kodak-01.jpg"));
        var texts = new Query([QueryTerm.Text("shutters"), QueryTerm.Text("macaw")]);

        foreach (var query in new[] { mix, picture })
        {
            Assert.Equal(
                (await Ask(query, RankBy.Embedding)).Select(found => found.Path),
                (await Ask(query, RankBy.Fused)).Select(found => found.Path));
            var error = await Assert.ThrowsAsync<SearchException>(() => Ask(query, RankBy.Words));
            Assert.Equal(SearchFault.NoWords, error.Fault);
        }
        Assert.Equal(2, (await Ask(texts, RankBy.Words)).Count);
    }

    [Fact]
    public async Task Copies_are_one_answer_if_asked_and_several_pictures_one_query()
    {
        using var folder = pictures.CopyIndexed();
        File.Copy(pictures.At("kodak-01.jpg"), folder.At("photos", "shutters-copy.jpg"));
        File.Copy(pictures.At("kodak-01.jpg"), folder.At("a-copy.jpg"));
        using var search = new PictureSearch(pictures.Model, IndexLocation.For(folder.Path));
        await search.UpdateAsync(new IndexerOptions(), cancellationToken: Stop);
        var request = new SearchRequest(Query.FromPicture(PictureSource.FromIndex("photos/kodak-01.jpg"))) { TopK = 2 };
        var names = new[] { "kodak-01.jpg", "kodak-05.jpg", "kodak-23.jpg" };
        var several = new SimilarRequest([.. names.Select(name => PictureSource.FromFile(folder.At("photos", name)))]);

        var folded = await search.SearchAsync(request with { FoldCopies = true }, null, Stop);
        var byName = await search.SearchAsync(
            new SearchRequest("shutters copy") { FoldCopies = true, Rank = RankBy.Words, TopK = 1 }, null, Stop);
        var single = await search.SearchAsync(request, null, Stop);
        var similar = await search.SimilarAsync(several with { FoldCopies = true, TopK = 100 }, null, Stop);
        var one = await search.SimilarAsync(
            new SimilarRequest([several.Pictures[0], several.Pictures[0]]) { TopK = 100 }, null, Stop);

        Assert.Equal(("a-copy.jpg", 2), (folded.Pictures[0].Path, folded.Pictures.Count));
        Assert.Equal(["photos/kodak-01.jpg", "photos/shutters-copy.jpg"], folded.Pictures[0].Copies);
        Assert.Equal("photos/shutters-copy.jpg", byName.Pictures[0].Path);
        Assert.Equal(["a-copy.jpg", "photos/kodak-01.jpg"], single.Pictures.Select(found => found.Path));
        Assert.All(single.Pictures, found => Assert.Empty(found.Copies));
        // The very files are left out, their copies are not.
        Assert.Equal(("a-copy.jpg", 1), (similar.Pictures[0].Path, similar.Pictures[0].Copies.Count));
        Assert.Equal(SearchedPictures.Names.Length - 2, similar.Pictures.Count);
        Assert.DoesNotContain(similar.Pictures, found => names.Skip(1).Any(found.Path.Contains));
        Assert.Equal(1, one.Pictures[0].Score, 1e-5);
        Assert.Equal(SearchedPictures.Names.Length + 1, one.Pictures.Count);
    }

    [Fact]
    public async Task A_link_to_an_indexed_file_is_that_file()
    {
        using var elsewhere = new TestFolder();
        File.CreateSymbolicLink(elsewhere.At("link.jpg"), pictures.At("kodak-01.jpg"));
        File.Copy(pictures.At("kodak-01.jpg"), elsewhere.At("copy.jpg"));

        var link = await Similar("link.jpg");
        var copy = await Similar("copy.jpg");

        Assert.DoesNotContain("photos/kodak-01.jpg", link);
        Assert.Equal("photos/kodak-01.jpg", copy[0]);

        async Task<List<string>> Similar(string name)
        {
            var source = PictureSource.FromFile(elsewhere.At(name));
            var answer = await Search.SimilarAsync(new SimilarRequest(source), cancellationToken: Stop);
            return [.. answer.Pictures.Select(found => found.Path)];
        }
    }

    [Fact]
    public async Task Several_indexes_answer_as_one()
    {
        using var left = pictures.CopyIndexed();
        using var right = pictures.CopyIndexed();
        foreach (var name in SearchedPictures.Names.Take(3))
            File.Delete(left.At("photos", name));
        foreach (var name in SearchedPictures.Names.Skip(3))
            File.Delete(right.At("photos", name));
        SearchedFolder[] folders = [new(IndexLocation.For(left.Path)), new(IndexLocation.For(right.Path))];
        using var both = new PictureSearch(pictures.Model, folders);
        await both.UpdateAsync(new IndexerOptions(), cancellationToken: Stop);
        var request = new SearchRequest("a red door") { Rank = RankBy.Embedding, Score = ScoreKind.ZScore };

        var one = await Search.SearchAsync(request, null, Stop);
        var together = await both.SearchAsync(request, null, Stop);
        var fused = await both.SearchAsync(request with { Rank = RankBy.Fused, TopK = 3 }, null, Stop);
        var similar = await both.SimilarAsync(
            new SimilarRequest(PictureSource.FromFile(left.At("photos", "kodak-23.jpg"))), null, Stop);

        Assert.Equal(one.Pictures.Select(found => found.Path), together.Pictures.Select(found => found.Path));
        Assert.Equal(
            one.Pictures.Select(found => found.Score), together.Pictures.Select(found => found.Score),
            (x, y) => Math.Abs(x - y) < 1e-4);
        Assert.All(together.Pictures, found => Assert.True(File.Exists(found.Location.Full(found.Path))));
        Assert.Equal(2, together.Pictures.Select(found => found.Location).Distinct().Count());
        Assert.Equal((3, FoundBy.Both), (fused.Pictures.Count, fused.Pictures[0].By));
        Assert.Equal(SearchedPictures.Names.Length - 1, similar.Pictures.Count);
        Assert.Throws<ArgumentException>(() => new PictureSearch(pictures.Model, [folders[0], folders[0]]));
    }

    [Fact]
    public async Task A_folder_without_pictures_is_left_out_and_one_inside_another_takes_no_places()
    {
        using var copy = pictures.CopyIndexed();
        using var empty = new TestFolder();
        SearchedFolder[] folders =
        [
            new(IndexLocation.For(copy.Path)), new(IndexLocation.For(copy.At("photos"))),
            new(IndexLocation.For(empty.Path)),
        ];
        using var several = new PictureSearch(pictures.Model, folders);
        var request = new SearchRequest("a red door") { TopK = 3, Update = new IndexerOptions() };

        var answer = await several.SearchAsync(request, null, Stop);
        var again = await several.SearchAsync(request with { Update = null }, null, Stop);

        Assert.Equal(3, answer.Pictures.Select(found => found.Location.Full(found.Path)).Distinct().Count());
        Assert.Equal(3, answer.Pictures.Count);
        Assert.Equal(
            [empty.Path], answer.Notices.OfType<SearchNotice.FolderLeftOut>().Select(notice => notice.Reason.Subject));
        Assert.Single(again.Notices.OfType<SearchNotice.FolderLeftOut>());
    }

    private Task<IReadOnlyList<FoundPicture>> Ask(string text, RankBy rank, int topK = 100) =>
        Ask(Query.FromText(text), rank, topK);

    private async Task<IReadOnlyList<FoundPicture>> Ask(Query query, RankBy rank, int topK = 100)
    {
        var request = new SearchRequest(query) { Rank = rank, TopK = topK };
        return (await Search.SearchAsync(request, cancellationToken: Stop)).Pictures;
    }
}

using Clip.Searching;

namespace Clip.Tests.Searching;

/// <summary>Search, similar pictures and captions through the layer that every user interface shares.</summary>
public sealed class PictureSearchTests(SearchedPictures pictures) : IClassFixture<SearchedPictures>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PictureSearch Search => pictures.Search;

    [Fact]
    public async Task A_text_finds_pictures_with_their_captions_and_files()
    {
        var request = new SearchRequest("two macaw parrots")
        {
            TopK = 3,
            WithFiles = true,
            Update = new IndexerOptions(),
        };

        var answer = await Search.SearchAsync(request, cancellationToken: Stop);

        var best = answer.Pictures[0];
        Assert.Equal("photos/kodak-23.jpg", best.Path);
        Assert.Equal("two macaw parrots, one yellow and blue, one red", best.Caption);
        Assert.Equal(best.Cosine, best.Score);
        Assert.Equal((best.Path, best.Entry), (best.File!.Path, best.File.Entry));
        Assert.Equal([1, 2, 3], answer.Pictures.Select(picture => picture.Rank));
        Assert.Equal(answer.Pictures.OrderByDescending(picture => picture.Score), answer.Pictures);
        var updated = Assert.IsType<SearchNotice.IndexUpdated>(Assert.Single(answer.Notices));
        Assert.Equal(SearchedPictures.Names.Length, updated.Report.Skipped);
    }

    [Fact]
    public async Task Answers_are_those_of_the_index()
    {
        var vector = pictures.Model.Text.Encode("a red hat", Stop);
        var expected = Search.OpenIndex().SearchPictures(vector, 100, cancellationToken: Stop);

        var answer = await Search.SearchAsync(new SearchRequest("a red hat") { TopK = 100 }, cancellationToken: Stop);

        Assert.Equal(
            expected,
            answer.Pictures.Select(static found =>
                new PictureHit(found.Rank, found.Path, found.Score, found.Caption, found.Entry)));
        Assert.Equal(SearchedPictures.Names.Length, answer.Pictures.Count);
    }

    [Fact]
    public async Task The_explanation_of_an_answer_sums_to_its_cosine()
    {
        var original = PictureSource.FromFile(SearchedPictures.Original("kodak-04.jpg"));
        var picture = await original.EncodeAsync(pictures.Model, Stop);
        var query = new Query(
        [
            QueryTerm.Text("a red hat", 2),
            QueryTerm.Picture(PictureSource.FromFile(pictures.At("kodak-03.jpg")), 0.5),
            QueryTerm.Vector(picture),
            QueryTerm.Text("people", -1),
        ]);

        var answer = await Search.SearchAsync(
            new SearchRequest(query) { Explain = true, Score = ScoreKind.Probability }, cancellationToken: Stop);

        Assert.Equal(SearchedPictures.Names.Length, answer.Pictures.Count);
        Assert.All(answer.Pictures, found =>
        {
            Assert.Equal(query.Terms, found.Explanation.Select(share => share.Term));
            Assert.Equal(found.Cosine, found.Explanation.Sum(share => share.Share), 1e-5);
        });
        Assert.True(answer.Pictures[0].Explanation[0].Share > answer.Pictures[^1].Explanation[0].Share);
        Assert.Equal(1, answer.Pictures.Sum(found => found.Score), 1e-5);
    }

    [Fact]
    public async Task Answers_below_the_minimum_are_counted_and_left_out()
    {
        var request = new SearchRequest("a door") { Score = ScoreKind.ZScore };
        var all = await Search.SearchAsync(request, cancellationToken: Stop);

        var some = await Search.SearchAsync(request with { MinScore = all.Pictures[2].Score }, cancellationToken: Stop);

        Assert.Equal(all.Pictures.Take(3).Select(Key), some.Pictures.Select(Key));
        Assert.Equal(all.Pictures.Count - 3, some.BelowMinimum);
        Assert.Equal(0, all.Pictures.Average(found => found.Score), 1e-5);
        Assert.Equal(all.Pictures.Count, all.Distribution!.Value.Count);

        static (int, string, float) Key(FoundPicture found) => (found.Rank, found.Path, found.Score);
    }

    [Fact]
    public async Task Only_pictures_that_meet_the_filter_are_found()
    {
        var filter = new PictureFilter { Globs = ["kodak-01.jpg", "kodak-02.jpg"] };

        var answer = await Search.SearchAsync(
            new SearchRequest("two macaw parrots") { Filter = filter }, cancellationToken: Stop);

        Assert.Equal(["photos/kodak-01.jpg", "photos/kodak-02.jpg"], Paths(answer).Order());
    }

    [Fact]
    public async Task Similar_pictures_leave_out_the_file_itself_and_keep_its_copies()
    {
        using var folder = pictures.CopyIndexed();
        File.Copy(pictures.At("kodak-01.jpg"), folder.At("photos", "copy.jpg"));
        using var search = new PictureSearch(pictures.Model, IndexLocation.For(folder.Path));
        await search.UpdateAsync(new IndexerOptions(), cancellationToken: Stop);
        var asked = PictureSource.FromFile(folder.At("photos", "kodak-01.jpg"));
        var copy = PictureSource.FromIndex("photos/copy.jpg");
        var original = PictureSource.FromFile(SearchedPictures.Original("kodak-01.jpg"));

        var inside = await search.SimilarAsync(new SimilarRequest(asked), cancellationToken: Stop);
        var indexed = await search.SimilarAsync(new SimilarRequest(copy) { TopK = 1 }, cancellationToken: Stop);
        var outside = await search.SimilarAsync(new SimilarRequest(original), cancellationToken: Stop);

        Assert.Equal((1, "photos/copy.jpg"), (inside.Pictures[0].Rank, inside.Pictures[0].Path));
        Assert.Equal(SearchedPictures.Names.Length, inside.Pictures.Count);
        Assert.Equal("photos/kodak-01.jpg", Assert.Single(indexed.Pictures).Path);
        // A copy from elsewhere is not the file in the index: it is what the question is about.
        Assert.Equal(["photos/copy.jpg", "photos/kodak-01.jpg"], Paths(outside).Take(2));
        Assert.Equal(1, outside.Pictures[1].Score, 1e-5);
        Assert.Equal(SearchedPictures.Names.Length + 1, outside.Pictures.Count);
    }

    [Fact]
    public async Task A_picture_finds_the_captions_of_the_index()
    {
        var parrots = PictureSource.FromFile(pictures.At("kodak-23.jpg"));

        var answer = await Search.CaptionAsync(
            new CaptionRequest(parrots) { TopK = 2, Update = new IndexerOptions() }, cancellationToken: Stop);

        Assert.Equal(2, answer.Captions.Count);
        Assert.Contains("parrot", answer.Captions[0].Caption);
        Assert.Equal("photos/kodak-23.jpg", answer.Captions[0].Picture);
    }

    [Fact]
    public async Task A_picture_finds_the_captions_of_a_file_without_an_index()
    {
        var captions = Path.Combine(pictures.Location.Root, "captions.jsonl");
        using var choices = CaptionChoices.Load(pictures.Model, captions, cancellationToken: Stop);
        using var stream = File.OpenRead(SearchedPictures.Original("kodak-23.jpg"));

        var upload = PictureSource.FromStream(stream, "upload");

        var answer = await choices.ChooseAsync(
            new CaptionRequest(upload) { TopK = 100, Score = ScoreKind.Probability }, Stop);

        Assert.Contains("parrot", answer.Captions[0].Caption);
        Assert.Equal(choices.Count, answer.Captions.Count);
        Assert.Equal(1, answer.Captions.Sum(found => found.Score), 1e-5);
    }

    [Fact]
    public async Task What_cannot_be_answered_says_why()
    {
        var unknown = new SimilarRequest(PictureSource.FromIndex("photos/none.jpg"));
        var tooShort = new SearchRequest(new Query([QueryTerm.Vector(new float[] { 1 })]));
        var broken = new CaptionRequest(PictureSource.FromBytes("no picture"u8.ToArray(), "upload 7"));

        Assert.Equal(SearchFault.NotIndexed, await FaultOf(() => Search.SimilarAsync(unknown, null, Stop)));
        Assert.Equal(SearchFault.UnusableVector, await FaultOf(() => Search.SearchAsync(tooShort, null, Stop)));
        var error = await Assert.ThrowsAsync<PictureException>(() => Search.CaptionAsync(broken, null, Stop));
        Assert.Equal("upload 7", error.Subject);

        static async Task<SearchFault> FaultOf(Func<Task> request) =>
            (await Assert.ThrowsAsync<SearchException>(request)).Fault;
    }

    [Fact]
    public async Task Eight_requests_at_a_time_get_the_same_answers_as_one_after_the_other()
    {
        string[] texts = ["a red hat", "a door", "parrots", "a lighthouse"];
        List<string> expected = [];
        foreach (var text in texts)
            expected.AddRange(await Ask(text));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Ask(texts[i % texts.Length])));

        Assert.Equal(expected.Concat(expected), answers.SelectMany(answer => answer));

        async Task<IEnumerable<string>> Ask(string text)
        {
            var request = new SearchRequest(text) { Score = ScoreKind.Probability, Explain = true, WithFiles = true };
            var answer = await Search.SearchAsync(request, cancellationToken: Stop);
            return answer.Pictures.Select(found => $"{text}: {found.Path} {found.Score:R}");
        }
    }

    private static IEnumerable<string> Paths(SearchAnswer answer) => answer.Pictures.Select(static found => found.Path);
}

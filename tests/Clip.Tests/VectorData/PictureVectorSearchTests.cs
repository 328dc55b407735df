using Clip.Tests.Searching;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>The pictures of an index through the abstraction.</summary>
public sealed class PictureVectorSearchTests(SearchedPictures pictures) : IClassFixture<SearchedPictures>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PictureVectorSearch Pictures => pictures.Search.AsVectorSearchable();

    [Fact]
    public async Task A_text_finds_the_pictures_that_a_search_finds()
    {
        var expected = await pictures.Search.SearchAsync(
            new SearchRequest("two macaw parrots") { TopK = 3, WithFiles = true }, cancellationToken: Stop);

        var found = await Pictures.SearchAsync("two macaw parrots", 3, null, Stop).ToListAsync(Stop);

        Assert.Equal(
            expected.Pictures.Select(static hit =>
                new PictureHit(hit.Rank, hit.Path, hit.Cosine, hit.Caption, hit.Entry) { File = hit.File }),
            found.Select(static hit => hit.Record));
        Assert.All(found, static hit => Assert.Equal(hit.Record.Score, hit.Score!.Value));
        Assert.Equal("photos/kodak-23.jpg", found[0].Record.Path);
        Assert.Equal(768, found[0].Record.File!.Width);
    }

    [Fact]
    public async Task A_picture_is_found_by_its_file_its_bytes_and_its_vector()
    {
        var path = SearchedPictures.Original("kodak-23.jpg");
        var bytes = await File.ReadAllBytesAsync(path, Stop);
        var vector = pictures.Model.Image.Encode(path, Stop);
        float[] scaled = Array.ConvertAll(vector, static number => 3 * number);
        using var decoded = pictures.Model.Image.Preprocessor.Decode(path, DecodeMode.Exact, Stop);

        await Finds(new FileInfo(path));
        await Finds(new DataContent(bytes, "image/jpeg"));
        await Finds(bytes);
        await Finds(new ReadOnlyMemory<byte>(bytes));
        await Finds(PictureSource.FromFile(path));
        await Finds(decoded);
        await Finds(vector);
        await Finds(scaled);
        await Finds(new ReadOnlyMemory<float>(vector));
        await Finds(new Embedding<float>(vector));
        await Finds(new Query([QueryTerm.Text("two macaw parrots"), QueryTerm.Vector(vector)]), 0.7);
        Assert.Throws<NotSupportedException>(() => Pictures.SearchAsync(7, 1, null, Stop));

        async Task Finds<T>(T value, double score = 0.99) where T : notnull
        {
            var best = await Pictures.SearchAsync(value, 1, null, Stop).SingleAsync(Stop);
            Assert.Equal("photos/kodak-23.jpg", best.Record.Path);
            Assert.InRange(best.Score!.Value, score, 1.001);
        }
    }

    [Fact]
    public async Task Options_skip_bound_the_score_and_include_vectors()
    {
        var all = await Pictures.SearchAsync("a house", 7, null, Stop).ToListAsync(Stop);

        var page = await Pictures.SearchAsync("a house", 2, new() { Skip = 3 }, Stop).ToListAsync(Stop);
        var near = await Pictures.SearchAsync(
            "a house", 7, new() { ScoreThreshold = all[2].Score }, Stop).ToListAsync(Stop);
        var with = await Pictures.SearchAsync(
            "a house", 1, new() { IncludeVectors = true, VectorProperty = static hit => hit.Vector }, Stop)
            .SingleAsync(Stop);

        Assert.Equal(all.Skip(3).Take(2).Select(static hit => hit.Record), page.Select(static hit => hit.Record));
        Assert.Equal(all.Take(3).Select(static hit => hit.Record), near.Select(static hit => hit.Record));
        Assert.True(all[0].Record.Vector.IsEmpty);
        var cosine = with.Record.Vector.ToArray().Zip(
            pictures.Model.Text.Encode("a house", Stop), static (a, b) => (double)a * b).Sum();
        Assert.Equal(with.Score!.Value, cosine, 1e-5);
        Assert.Throws<InvalidOperationException>(() =>
            Pictures.SearchAsync("a", 1, new() { VectorProperty = static hit => hit.Path }, Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.SearchAsync("a", 0, null, Stop));
    }

    [Fact]
    public async Task A_filter_is_applied_before_the_search()
    {
        var wide = await Pictures.SearchAsync(
            "two macaw parrots", 1, new() { Filter = static hit => hit.PathMatches("kodak-0*") }, Stop)
            .SingleAsync(Stop);
        var none = await Pictures.SearchAsync(
            "a", 9, new() { Filter = static hit => hit.File!.Width > 768 }, Stop).ToListAsync(Stop);
        var options = new VectorSearchOptions<PictureHit>
        {
            Filter = static hit => hit.Path.StartsWith("photos/") && !hit.PathMatches("kodak-2*"),
        };
        var rest = await Pictures.SearchAsync("a", 9, options, Stop).ToListAsync(Stop);

        Assert.StartsWith("photos/kodak-0", wide.Record.Path, StringComparison.Ordinal);
        Assert.Empty(none);
        Assert.Equal(5, rest.Count);
        Assert.All(rest, static hit => Assert.True(hit.Record.PathMatches("kodak-0*")));
    }

    [Fact]
    public void Services_are_the_search_its_model_and_metadata()
    {
        Assert.Same(pictures.Search, Pictures.GetService(typeof(PictureSearch)));
        Assert.Same(pictures.Model, Pictures.GetService(typeof(ClipModel)));
        Assert.NotNull(Pictures.GetService(typeof(IVectorSearchable<PictureHit>)));
        var metadata = (VectorStoreCollectionMetadata)Pictures.GetService(typeof(VectorStoreCollectionMetadata))!;
        Assert.Equal(("clip", pictures.Location.Root), (metadata.VectorStoreSystemName, metadata.CollectionName));
        Assert.Null(Pictures.GetService(typeof(ClipModel), "key"));
    }
}

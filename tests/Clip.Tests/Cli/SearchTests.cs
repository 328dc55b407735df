using System.Text.Json;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary><c>search</c>, <c>similar</c>, <c>caption</c> and <c>compare</c> on the real gallery.</summary>
public sealed class SearchTests(IndexedGallery gallery)
{
    [Fact]
    public async Task Every_reference_query_finds_the_same_first_five_pictures()
    {
        const double indistinguishable = 0.002;
        var folder = await gallery.Folder;
        using var golden = JsonDocument.Parse(GoldenModels.Decompress("models", "clip-mini.reference.json.gz"));
        var reference = Reference.Parse(GoldenModels.Decompress("models", "clip-mini.reference.json.gz"));
        var queries = golden.RootElement.GetProperty("top5").EnumerateObject().ToList();
        Assert.Equal(18, queries.Count);

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = 2,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForEachAsync(queries, options, async (query, _) =>
        {
            var answer = (await ClipSearch.RunAsync(
                "search", query.Name, "--in", folder, "--no-index", "--top", "5", "--rank", "embedding",
                "--json")).Ended(0);

            double Score(string path) => Dot(
                reference.TextEmbeddings[Array.IndexOf(reference.Texts, query.Name)],
                reference.ImageEmbeddings[Array.IndexOf(reference.Images, path)]);
            var expected = query.Value.EnumerateArray().Select(path => path.GetString()!).ToList();
            var found = answer.Paths.Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).ToList();
            Assert.Equal(5, found.Count);
            for (var rank = 0; rank < 5; rank++)
            {
                Assert.InRange(
                    Score(found[rank]), Score(expected[rank]) - indistinguishable,
                    Score(expected[rank]) + indistinguishable);
                Assert.Equal(Score(found[rank]), answer.Json[rank].GetProperty("score").GetDouble(), indistinguishable);
            }
        });
    }

    [Fact]
    public async Task A_json_line_has_the_keys_of_the_contract_and_nothing_else()
    {
        var folder = await gallery.Folder;

        var search = (await ClipSearch.RunAsync("search", "two macaw parrots", "--in", folder, "--json", "-n", "3"))
            .Ended(0);
        var similar = (await ClipSearch.RunAsync(
            "similar", Path.Combine(folder, "photos", "kodak-01.jpg"), "--in", folder, "--json")).Ended(0);

        // What is known besides follows; what is not known is left out.
        Assert.All(search.Json.Concat(similar.Json), line =>
        {
            Assert.Equal(["rank", "path", "score", "caption", "by"], Keys(line).Take(5));
            Assert.Subset(
                new HashSet<string> { "captured", "camera", "latitude", "longitude", "width", "height" },
                Keys(line).Skip(5).ToHashSet());
            Assert.Equal(["width", "height"], Keys(line).TakeLast(2));
        });
        Assert.Equal([1, 2, 3], search.Json.Select(line => line.GetProperty("rank").GetInt32()));
        Assert.EndsWith("kodak-23.jpg", search.Paths[0]);
        Assert.Equal(
            "two macaw parrots, one yellow and blue, one red", search.Json[0].GetProperty("caption").GetString());
        Assert.Empty(search.Errors);
        Assert.Equal(10, similar.Json.Length);
        Assert.DoesNotContain(similar.Paths, path => path.EndsWith("kodak-01.jpg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_for_people_has_score_path_and_caption()
    {
        var folder = await gallery.Folder;

        var answer = (await ClipSearch.RunAsync(
            ["search", "two", "macaw", "parrots", "-n", "1", "--in", "gallery"], null,
            Path.GetDirectoryName(folder))).Ended(0);

        Assert.Matches(
            @"^ 0\.\d{3}  gallery/photos/kodak-23\.jpg  two macaw parrots, one yellow and blue, one red\n$",
            answer.Output.Replace('\\', '/'));
    }

    [Fact]
    public async Task Paths_come_bare_for_the_next_program()
    {
        var folder = await gallery.Folder;

        var lines = (await ClipSearch.RunAsync("search", "parrots", "--in", folder, "--paths", "-n", "3")).Ended(0);
        var zeros = (await ClipSearch.RunAsync("search", "parrots", "--in", folder, "-0", "--paths", "-n", "3"))
            .Ended(0);

        Assert.Equal(3, lines.Lines.Length);
        Assert.All(lines.Lines, path => Assert.True(File.Exists(path)));
        Assert.Equal(string.Concat(lines.Lines.Select(path => path + "\0")), zeros.Output);
        (await ClipSearch.RunAsync("search", "parrots", "--in", folder, "--paths", "--json"))
            .IsError("--json", "--paths");
    }

    [Fact]
    public async Task Probabilities_of_all_pictures_sum_to_one_in_the_order_of_cosines()
    {
        var folder = await gallery.Folder;

        var cosines = (await ClipSearch.RunAsync("search", "a cat", "--in", folder, "--json", "--top", "1000"))
            .Ended(0);
        var probabilities = (await ClipSearch.RunAsync(
            "search", "a cat", "--in", folder, "--json", "--top", "1000", "--score", "probability")).Ended(0);

        Assert.Equal(100, probabilities.Json.Length);
        Assert.Equal(cosines.Paths, probabilities.Paths);
        Assert.Equal(1, Scores(probabilities).Sum(), 1e-5);
        // The model's own scale: softmax over 44.1265 times the cosines.
        var logits = Scores(cosines).Select(cosine => Math.Exp(44.1265 * cosine)).ToList();
        Assert.Equal(logits[0] / logits.Sum(), Scores(probabilities)[0], 1e-5);
    }

    [Fact]
    public async Task Z_scores_have_mean_zero_and_deviation_one_and_can_be_cut_off()
    {
        var folder = await gallery.Folder;

        var answer = (await ClipSearch.RunAsync(
            "search", "a cat", "--in", folder, "--json", "--top", "1000", "--score", "zscore")).Ended(0);
        var all = Scores(answer);
        var best = Scores((await ClipSearch.RunAsync(
            "search", "a cat", "--in", folder, "--json", "-n", "all", "--score", "zscore", "--min-score", "1.5"))
            .Ended(0));

        Assert.Equal(all, answer.Json.Select(static line => line.GetProperty("z").GetDouble()));
        Assert.Equal(0, all.Average(), 1e-5);
        Assert.Equal(1, Math.Sqrt(all.Average(score => score * score)), 1e-5);
        Assert.Equal(all.Where(score => score >= 1.5), best);
    }

    [Fact]
    public async Task Nothing_good_enough_ends_with_one()
    {
        var answer = (await ClipSearch.RunAsync("search", "a cat", "--in", await gallery.Folder, "--min-score", "0.99"))
            .Ended(1);

        Assert.Empty(answer.Output);
        answer.HasOneErrorLine("nothing found", "--min-score");
    }

    [Fact]
    public async Task A_picture_is_a_query_and_finds_itself_first()
    {
        var folder = await gallery.Folder;
        var picture = Path.Combine(folder, "photos", "kodak-01.jpg");

        var bare = (await ClipSearch.RunAsync("search", picture, "--in", folder, "--json", "-n", "2")).Ended(0);
        var named = (await ClipSearch.RunAsync("search", "--image", picture, "--in", folder, "--json", "-n", "2"))
            .Ended(0);
        var piped = (await ClipSearch.RunAsync(
            ["search", "-", "--in", folder, "--json", "-n", "2"],
            await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken))).Ended(0);

        Assert.Equal(picture, bare.Paths[0]);
        Assert.Equal(1, Scores(bare)[0], 1e-5);
        Assert.Equal(bare.Output, named.Output);
        Assert.Equal(bare.Paths, piped.Paths);
    }

    [Fact]
    public async Task Similar_leaves_out_the_file_and_shows_its_copies()
    {
        using var folder = new TestFolder();
        var photos = Path.Combine(await gallery.Folder, "photos");
        var (asked, copy, elsewhere) = (folder.At("a.jpg"), folder.At("b.jpg"), Path.Combine(photos, "kodak-01.jpg"));
        File.Copy(elsewhere, asked);
        File.Copy(elsewhere, copy);
        File.Copy(Path.Combine(photos, "kodak-02.jpg"), folder.At("c.jpg"));

        var inside = (await ClipSearch.RunAsync("similar", asked, "--in", folder.Path, "--json")).Ended(0);
        var one = (await ClipSearch.RunAsync("similar", copy, "--in", folder.Path, "--json", "-n", "1")).Ended(0);
        var outside = (await ClipSearch.RunAsync("similar", elsewhere, "--in", folder.Path, "--json")).Ended(0);

        Assert.Equal([copy, folder.At("c.jpg")], inside.Paths);
        Assert.Equal([1, 2], inside.Json.Select(line => line.GetProperty("rank").GetInt32()));
        Assert.Equal([asked], one.Paths);
        // Whoever asks whether a picture is here already is told so, once for all copies.
        Assert.Equal([asked, folder.At("c.jpg")], outside.Paths);
        Assert.Equal(copy, outside.Json[0].GetProperty("copies")[0].GetString());
        var all = (await ClipSearch.RunAsync(
            "similar", elsewhere, "--in", folder.Path, "--all-copies", "--paths", "-n", "all")).Ended(0);
        Assert.Equal([asked, copy, folder.At("c.jpg")], all.Lines);
    }

    [Fact]
    public async Task A_text_that_names_a_file_is_a_text_where_the_user_says_so()
    {
        var folder = await gallery.Folder;
        var photos = Path.Combine(folder, "photos");

        var text = (await ClipSearch.RunAsync(["embed", "--text", "kodak-01.jpg"], null, photos)).Ended(0);
        var picture = (await ClipSearch.RunAsync(["embed", "kodak-01.jpg"], null, photos)).Ended(0);
        var missing = (await ClipSearch.RunAsync(["embed", "kodak-99.jpg"], null, photos)).Ended(0);

        Assert.Equal("text", text.Json[0].GetProperty("kind").GetString());
        Assert.Equal("image", picture.Json[0].GetProperty("kind").GetString());
        Assert.Equal("text", missing.Json[0].GetProperty("kind").GetString());
        missing.HasOneErrorLine("kodak-99.jpg", "no such file", "--image");
    }

    [Fact]
    public async Task A_mix_moves_between_its_terms()
    {
        var folder = await gallery.Folder;
        string[] options = ["--rank", "embedding", "--in", folder, "--json", "-n", "3"];
        var boats = (await ClipSearch.RunAsync(["search", "boats", .. options])).Ended(0);

        var same = (await ClipSearch.RunAsync("search", "2:boats", "+", "boats", "--in", folder, "--json", "-n", "3"))
            .Ended(0);
        var mixed = (await ClipSearch.RunAsync(
            "search", "boats", "+", "0.5:a cat", "-", "people", "--in", folder, "--json", "-n", "3")).Ended(0);
        var nothing = await ClipSearch.RunAsync("search", "boats", "-", "boats", "--in", folder);

        Assert.Equal(boats.Paths, same.Paths);
        Assert.NotEqual(Scores(boats), Scores(mixed));
        nothing.IsError("cancel each other out");
    }

    [Fact]
    public async Task A_picture_finds_its_captions()
    {
        var folder = await gallery.Folder;
        var picture = Path.Combine(folder, "photos", "kodak-23.jpg");

        var indexed = (await ClipSearch.RunAsync("caption", picture, "--in", folder, "--json", "-n", "3")).Ended(0);
        var chosen = (await ClipSearch.RunAsync(
            "caption", picture, "--captions", Path.Combine(folder, "captions.jsonl"), "--json", "-n",
            "3")).Ended(0);
        var shares = (await ClipSearch.RunAsync(
            "caption", picture, picture, "--captions", Path.Combine(folder, "captions.jsonl"), "--json", "-n",
            "1000", "--score", "probability")).Ended(0);

        Assert.All(
            indexed.Json.Concat(chosen.Json), line => Assert.Equal(["rank", "caption", "score", "path"], Keys(line)));
        Assert.Contains("parrot", indexed.Json[0].GetProperty("caption").GetString());
        Assert.Equal(picture, indexed.Json[0].GetProperty("path").GetString());
        Assert.Equal(
            indexed.Json.Select(line => line.GetProperty("caption").GetString()),
            chosen.Json.Select(line => line.GetProperty("caption").GetString()));
        // Of several pictures each line says which it is about.
        Assert.All(shares.Json, line => Assert.Equal(picture, line.GetProperty("query").GetString()));
        Assert.Equal(2, Scores(shares).Sum(), 1e-4);
    }

    [Fact]
    public async Task The_first_commands_of_a_fresh_clone_answer_from_the_gallery()
    {
        using var checkout = new TestFolder();
        await File.WriteAllTextAsync(checkout.At("Clip.sln"), "", TestContext.Current.CancellationToken);
        TestFolder.Copy(EmbeddedModel.Gallery, checkout.At("gallery"));
        if (Directory.Exists(checkout.At("gallery", ".clip")))
            Directory.Delete(checkout.At("gallery", ".clip"), recursive: true);

        var search = (await ClipSearch.RunAsync(["search", "a dog"], null, checkout.Path)).Ended(0);
        var caption = (await ClipSearch.RunAsync(
            ["caption", "gallery/photos/skimage-chelsea.jpg", "-n", "1"], null, checkout.Path)).Ended(0);

        Assert.Equal(10, search.Lines.Length);
        Assert.Contains("gallery/photos/lomiri-friends.jpg", search.Lines[0].Replace('\\', '/'));
        Assert.Contains("cat", caption.Output);
        Assert.True(Directory.Exists(checkout.At("gallery", ".clip")));
        Assert.False(Directory.Exists(checkout.At(".clip")));
    }

    [Fact]
    public async Task Two_things_are_compared_in_three_ways()
    {
        var folder = await gallery.Folder;

        var answer = (await ClipSearch.RunAsync(
            "compare", "a cat", Path.Combine(folder, "photos", "skimage-chelsea.jpg"), "--json")).Ended(0);
        var same = (await ClipSearch.RunAsync("compare", "--text", "a cat", "--text", "a cat")).Ended(0);

        var line = answer.Json.Single();
        Assert.Equal(["a", "b", "cosine", "angle", "distance"], Keys(line));
        var cosine = line.GetProperty("cosine").GetDouble();
        Assert.InRange(cosine, 0.2, 0.5);
        Assert.Equal(Math.Acos(cosine) * 180 / Math.PI, line.GetProperty("angle").GetDouble(), 1e-3);
        Assert.Equal(Math.Sqrt(2 - 2 * cosine), line.GetProperty("distance").GetDouble(), 1e-5);
        Assert.Equal("cosine    1.0000\nangle     0.00 degrees\ndistance  0.0000\n", same.Output);
        (await ClipSearch.RunAsync("compare", "a cat")).IsError("needs two", "got 1");
    }

    private static IEnumerable<string> Keys(JsonElement line) =>
        line.EnumerateObject().Select(property => property.Name);

    private static double[] Scores(Answer answer) =>
        [.. answer.Json.Select(line => line.GetProperty("score").GetDouble())];

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}

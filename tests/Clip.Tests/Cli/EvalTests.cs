using Clip.Evaluation;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary><c>eval</c> agrees with what follows from the embeddings.</summary>
public sealed class EvalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_are_those_of_the_embeddings_and_a_second_model_is_compared()
    {
        using var folder = new TestFolder();
        string[] names = ["kodak-23.jpg", "skimage-chelsea.jpg", "skimage-coffee.jpg", "skimage-rocket.jpg"];
        foreach (var name in names)
            File.Copy(Pictures.Photo(name), folder.At("elsewhere", "photos", name));
        var captions = File.ReadLines(Path.Combine(EmbeddedModel.Gallery, "captions.jsonl"))
            .Where(line => names.Any(line.Contains));
        File.WriteAllLines(
            folder.At("captions.jsonl"), [.. captions, """{"file": "photos/gone.jpg", "captions": ["nothing"]}"""]);

        var answer = (await ClipSearch.RunAsync(
            "eval", folder.At("captions.jsonl"), "--in", folder.At("elsewhere"), "--against-dimensions", "16",
            "--json")).Ended(0);

        var line = answer.Json.Single();
        answer.HasOneErrorLine("photos/gone.jpg");
        Assert.Equal(4, line.GetProperty("pictures").GetInt32());
        Assert.Equal(8, line.GetProperty("captions").GetInt32());
        using var model = EmbeddedModel.Load();
        var set = CaptionedPictures.Load(
            folder.At("captions.jsonl"), folder.At("elsewhere"), cancellationToken: Cancellation);
        var pictures = set.Pictures.Select(path => model.Image.Encode(path, Cancellation)).ToList();
        var texts = set.Captions.Select(caption => model.Text.Encode(caption.Text, Cancellation)).ToList();
        var ranks = texts.Select((text, i) => 1 + pictures.Count(
            picture => RankCount.Exact(picture, text)
                > RankCount.Exact(pictures[set.Captions[i].Picture], text))).ToList();
        var found = line.GetProperty("text_to_image");
        Assert.Equal(ranks.Count(rank => rank == 1) / 8.0, found.GetProperty("r1").GetDouble(), 1e-9);
        Assert.Equal(ranks.Average(rank => 1.0 / rank), found.GetProperty("mrr").GetDouble(), 1e-9);
        Assert.Equal(1, found.GetProperty("r5").GetDouble());
        Assert.Equal(2, found.GetProperty("intervals").GetProperty("r1").GetArrayLength());
        Assert.Equal(
            line.GetProperty("against").GetProperty("image_to_text").GetProperty("mrr").GetDouble()
            - line.GetProperty("image_to_text").GetProperty("mrr").GetDouble(),
            line.GetProperty("difference").GetProperty("image_to_text").GetProperty("mrr").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task A_folder_of_classes_gives_the_accuracy_of_its_labels()
    {
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("skimage-chelsea.jpg"), folder.At("cat", "1.jpg"));
        File.Copy(Pictures.Photo("skimage-coffee.jpg"), folder.At("a cup of coffee", "1.jpg"));
        // A wrong label on purpose.
        File.Copy(Pictures.Photo("skimage-rocket.jpg"), folder.At("cat", "2.jpg"));

        var rows = (await ClipSearch.RunAsync("eval", folder.Path, "--template", "{}")).Ended(0);
        var json = (await ClipSearch.RunAsync("eval", folder.Path, "--json")).Ended(0).Json.Single();

        Assert.Equal(3, json.GetProperty("pictures").GetInt32());
        Assert.InRange(json.GetProperty("accuracy").GetDouble(), 2 / 3.0, 1);
        Assert.Equal(1, json.GetProperty("top5").GetDouble());
        Assert.Contains("3 pictures of 2 classes", rows.Output);
    }

    [Fact]
    public async Task The_table_for_people_has_both_directions_and_what_is_wrong_is_one_line()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("captions.txt"), "a caption of nothing\n");
        File.Copy(Pictures.Photo("skimage-chelsea.jpg"), folder.At("cat.jpg"));
        File.WriteAllText(folder.At("captions.csv"), "file,caption\ncat.jpg,a cat\n");

        var table = (await ClipSearch.RunAsync("eval", folder.At("captions.csv"))).Ended(0);

        Assert.Contains("text to picture", table.Output);
        Assert.Contains("picture to text", table.Output);
        (await ClipSearch.RunAsync("eval", folder.At("captions.txt"))).IsError("names no picture");
        (await ClipSearch.RunAsync("eval", folder.At("nothing.csv"))).IsError("does not exist");
    }
}

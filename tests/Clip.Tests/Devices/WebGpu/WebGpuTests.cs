using System.Text.Json;
using Clip.Tests.Cli;
using Clip.Tests.Models;

namespace Clip.Tests.Devices.WebGpu;

/// <summary>The real program on a real GPU provider: the same embeddings, and an account of what ran where.</summary>
public class WebGpuTests
{
    private static readonly string Picture = Directory.GetFiles(Path.Combine(EmbeddedModel.Gallery, "photos"), "*.jpg")
        .Order(StringComparer.Ordinal).First();

    [Theory]
    [InlineData("clip-mini")]
    [InlineData("clip-split")]
    public async Task A_model_on_the_named_device_has_the_embeddings_of_the_processor(string name)
    {
        using var gpu = new SoftwareGpu();
        string[] command = ["embed", "a dog", "--image", Picture, "--model", Folder(name), "--verbose"];

        var actual = (await gpu.RunAsync([.. command, "--device", "webgpu"])).Ended(0);

        Vectors.Agree((await ClipSearch.RunAsync([.. command, "--device", "cpu"])).Ended(0), actual, 2);
        actual.HasOneErrorLine("the text tower ran on webgpu");
        actual.HasOneErrorLine("the image tower ran on webgpu");
    }

    [Theory]
    [InlineData("clip-mini")]
    [InlineData("clip-split")]
    public async Task Auto_moves_to_the_device_when_there_is_enough_work(string name)
    {
        if (name == "clip-mini")
            LongTests.SkipUnlessAskedFor();
        using var gpu = new SoftwareGpu();
        using var folder = new TestFolder();
        folder.Write(
            "texts.jsonl", string.Join('\n', Enumerable.Range(0, 32).Select(static i => $"\"a dog and {i} cats\"")));
        string[] command = ["embed", "--batch", folder.At("texts.jsonl"), "--model", Folder(name), "--verbose"];

        var actual = (await gpu.RunAsync([.. command, "--device", "auto"])).Ended(0);

        Vectors.Agree((await ClipSearch.RunAsync([.. command, "--device", "cpu"])).Ended(0), actual, 32);
        actual.HasOneErrorLine("the text tower ran on webgpu");
    }

    [Fact]
    public async Task Auto_moves_the_image_tower_of_clip_mini_when_there_are_enough_pictures()
    {
        LongTests.SkipUnlessAskedFor();
        using var gpu = new SoftwareGpu();
        // The device takes seconds for a picture, so no more of them than it takes to move.
        string[] command =
        [
            "embed", "--image", .. Enumerable.Repeat(Picture, 32), "--model", Folder("clip-mini"), "--verbose"
        ];

        var actual = (await gpu.RunAsync([.. command, "--device", "auto"])).Ended(0);

        Vectors.Agree((await ClipSearch.RunAsync([.. command, "--device", "cpu"])).Ended(0), actual, 32);
        actual.HasOneErrorLine("the image tower ran on webgpu");
    }

    [Fact]
    public async Task Batches_of_one_shape_share_one_buffer()
    {
        using var gpu = new SoftwareGpu();
        var pictures = Directory.GetFiles(Path.Combine(EmbeddedModel.Gallery, "photos"), "*.jpg")
            .Order(StringComparer.Ordinal).Take(5);
        string[] command = ["embed", "a dog", "--image", .. pictures, "--model", Folder("clip-split"), "--verbose"];

        var actual = (await gpu.RunAsync([.. command, "--device", "webgpu"])).Ended(0);

        // What lay in a buffer before must not show.
        Vectors.Agree((await ClipSearch.RunAsync([.. command, "--device", "cpu"])).Ended(0), actual, 6);
        actual.HasOneErrorLine("the text tower ran on webgpu, 1 batch through 1 buffer");
        actual.HasOneErrorLine("the image tower ran on webgpu, 5 batches through 1 buffer");
    }

    [Fact]
    public async Task Auto_encodes_a_single_query_on_the_processor()
    {
        using var gpu = new SoftwareGpu();

        var answer = (await gpu.RunAsync("embed", "a dog", "--model", Folder("clip-split"), "--verbose")).Ended(0);

        answer.HasOneErrorLine("the text tower ran on cpu");
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("inspect", "model")]
    public async Task The_report_names_the_nodes_on_each_device_and_their_speed(params string[] verb)
    {
        using var gpu = new SoftwareGpu();

        var answer =
            (await gpu.RunAsync([.. verb, "--device", "webgpu", "--json", "--model", Folder("clip-split")])).Ended(0);

        var report = JsonDocument.Parse(answer.Output).RootElement;
        var devices = report.GetProperty("devices").EnumerateArray()
            .ToDictionary(static device => device.GetProperty("device").GetString()!);
        Assert.Equal(["cpu", "webgpu"], devices.Keys.Order(StringComparer.Ordinal));
        foreach (var tower in (string[])["text", "image"])
        {
            var (processor, device) = (devices["cpu"].GetProperty(tower), devices["webgpu"].GetProperty(tower));
            Assert.Equal(["cpu"], Nodes(processor).Keys);
            Assert.True(Nodes(device)["webgpu"] > Nodes(device)["cpu"], answer.Output);
            Assert.True(device.GetProperty("batch_milliseconds").GetDouble() > 0);
            Assert.Equal(
                RowsPerSecond(device) / RowsPerSecond(processor), device.GetProperty("ratio").GetDouble(), 1e-9);
            Assert.True(device.GetProperty("cosine").GetDouble() >= 0.9999);
        }
    }

    private static Dictionary<string, int> Nodes(JsonElement tower) => tower.GetProperty("nodes").EnumerateArray()
        .ToDictionary(
            static placement => placement.GetProperty("device").GetString()!,
            static placement => placement.GetProperty("nodes").GetInt32());

    private static double RowsPerSecond(JsonElement tower) => tower.GetProperty("rows_per_second").GetDouble();

    private static string Folder(string name) => name == "clip-mini" ? EmbeddedModel.Folder : GoldenModels.Folder(name);
}

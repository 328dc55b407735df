using Clip.Tests.Cli;
using Clip.Tests.Models;

namespace Clip.Tests.Devices.WebGpu;

/// <summary>A device whose memory really does not suffice.</summary>
public class WebGpuFailureTests
{
    // 64 rows want 1.2 GB in one buffer: more than there is, but each half fits.
    private static readonly string[] ManyShort = [.. Enumerable.Range(0, 64).Select(
        static i => i % 2 == 0 ? "dog" : "cat")];

    // 1.2 GB for one row, which nothing can halve.
    private const string TooLarge = "bird";

    [Fact]
    public async Task A_batch_too_large_for_the_device_runs_in_pieces()
    {
        using var gpu = new SoftwareGpu();
        using var folder = new TestFolder();
        var command = Embed(folder, ManyShort);

        var actual = (await gpu.RunAsync([.. command, "--device", "webgpu"])).Ended(0);

        Vectors.Agree((await ClipSearch.RunAsync([.. command, "--device", "cpu"])).Ended(0), actual, 64);
        actual.HasOneErrorLine("the text tower ran on webgpu");
    }

    [Fact]
    public async Task Auto_continues_on_the_processor_when_the_device_fails()
    {
        using var gpu = new SoftwareGpu();
        using var folder = new TestFolder();
        var command = Embed(folder, [.. ManyShort, TooLarge]);

        var actual = (await gpu.RunAsync([.. command, "--device", "auto"])).Ended(0);

        Vectors.Agree((await ClipSearch.RunAsync([.. command, "--device", "cpu"])).Ended(0), actual, 65);
        actual.HasOneErrorLine("the text tower ran on cpu");
        actual.HasOneErrorLine("the text tower does not use webgpu: failed while running (");
    }

    [Fact]
    public async Task A_named_device_fails_with_reason_and_remedy()
    {
        using var gpu = new SoftwareGpu();
        using var folder = new TestFolder();

        var answer = await gpu.RunAsync([.. Embed(folder, [TooLarge]), "--device", "webgpu"]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Output);
        Assert.Contains("--device webgpu: failed while running (", answer.Errors);
        Assert.Contains("close programs that use its memory, use a smaller model or --variant fp16", answer.Errors);
    }

    [Fact]
    public async Task A_device_that_the_build_lacks_fails_with_reason_and_remedy()
    {
        using var gpu = new SoftwareGpu();

        var answer = await gpu.RunAsync("embed", "a dog", "--device", "cuda");

        answer.IsError(
            "--device cuda: not part of this ONNX Runtime build; "
            + "give a CUDA build of ONNX Runtime with --ort-library PATH");
    }

    private static string[] Embed(TestFolder folder, string[] texts)
    {
        HungryModel.Write(folder);
        folder.Write("texts.jsonl", string.Join('\n', texts.Select(static text => $"\"{text}\"")));
        return ["embed", "--batch", folder.At("texts.jsonl"), "--model", folder.Path, "--verbose"];
    }
}

using Clip.Tests.Cli;

namespace Clip.Tests.Devices.WebGpu;

/// <summary>
/// The WebGPU without a graphics card that install.sh builds: slow, but a device like any other, with its own kernels,
/// its own memory and its own limits.
/// </summary>
internal sealed class SoftwareGpu : IDisposable
{
    private const string Variable = "CLIPSEARCH_TEST_WEBGPU";

    private readonly TestFolder _runtime = new();
    private readonly string _library;

    /// <summary>Finds it; without it the test is skipped.</summary>
    public SoftwareGpu()
    {
        _library = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? given
            : Path.Combine(Repository.Root, "artifacts", "webgpu", "libonnxruntime-webgpu.so");
        Assert.SkipUnless(
            File.Exists(_library),
            $"There is no WebGPU at {_library}: run tests/Clip.Tests/Devices/WebGpu/install.sh, "
            + $"or name its library in {Variable}.");
    }

    /// <summary>Runs the program on the ONNX Runtime that has WebGPU.</summary>
    public Task<Answer> RunAsync(params string[] arguments) => ClipSearch.RunAsync(
        [.. arguments, "--ort-library", _library], null, null, new Dictionary<string, string?>
        {
            ["VK_ICD_FILENAMES"] = Path.Combine(Path.GetDirectoryName(_library)!, "vk_swiftshader_icd.json"),
            ["XDG_RUNTIME_DIR"] = _runtime.Path,
        });

    public void Dispose() => _runtime.Dispose();
}

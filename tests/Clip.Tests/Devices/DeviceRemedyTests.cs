using Clip.Cli.Remedies;
using Clip.Devices;
using Clip.Tests.Models;

namespace Clip.Tests.Devices;

/// <summary>The reason and the remedy for each device that the usual ONNX Runtime build does not have.</summary>
public class DeviceRemedyTests
{
    private const string CudaBuild =
        "give a CUDA build of ONNX Runtime with --ort-library PATH "
        + "(its release onnxruntime-linux-x64-gpu or -win-x64-gpu), or use --device cpu";

    private const string DirectMLBuild =
        "give the DirectML build of ONNX Runtime with --ort-library PATH (Windows; onnxruntime.dll of the package "
        + "Microsoft.ML.OnnxRuntime.DirectML), or use --device cpu";

    private const string OtherBuild = "point --ort-library at an ONNX Runtime that has it, or use --device cpu";

    [Theory]
    [InlineData("cuda", CudaBuild)]
    [InlineData("tensorrt", CudaBuild)]
    [InlineData("nvtensorrtrtx", "give its library with --ep-library nvtensorrtrtx=PATH, or use --device cpu")]
    [InlineData("migraphx", OtherBuild)]
    [InlineData("directml", DirectMLBuild)]
    [InlineData("coreml", "use macOS, or --device cpu")]
    [InlineData("openvino", "give its library with --ep-library openvino=PATH, or use --device cpu")]
    [InlineData("qnn", "give its library with --ep-library qnn=PATH, or use --device cpu")]
    [InlineData("vitisai", OtherBuild)]
    [InlineData("dnnl", OtherBuild)]
    public void The_command_line_says_where_to_find_a_device_that_the_build_lacks(string device, string remedy)
    {
        var provider = ExecutionProvider.Named(device)!;
        var (_, passedOver) = SessionFactory.Candidates();
        Assert.SkipUnless(
            passedOver.Any(passed => passed.Device == device && passed.Kind == PassedOverReason.NotInThisBuild),
            $"This ONNX Runtime has {device}.");
        var graph = new GraphSource(Path.Combine(EmbeddedModel.Folder, "onnx", "text_model.onnx"));

        var error = Assert.Throws<DeviceException>(() => new SessionFactory(device, 1).Open(provider, graph));

        Assert.Equal(DeviceFault.NotInThisBuild, error.Fault);
        Assert.Equal($"--device {device}: {PassedOver.NotInThisBuild}; {remedy}", ErrorText.Of(error));
        Assert.DoesNotContain("--", error.Message);
    }

    [Theory]
    [InlineData("ROCm and MIGraphX", "cpu", "install ROCm and MIGraphX, or use --device cpu")]
    [InlineData("an NVIDIA driver and TensorRT for RTX", "cuda",
        "install an NVIDIA driver and TensorRT for RTX, or use --device cuda")]
    [InlineData(null, "cpu", "install or repair its driver, or use --device cpu")]
    public void The_command_line_says_what_a_device_needs(string? requirement, string alternative, string remedy)
    {
        var error = new DeviceException("device x", "does not start")
        {
            Fault = DeviceFault.DoesNotStart,
            Device = "x",
            Requirement = requirement,
            Alternative = alternative,
        };

        Assert.Equal($"--device x: does not start; {remedy}", ErrorText.Of(error));
    }

    [Fact]
    public void A_device_without_free_memory_is_not_called_one_without_a_driver()
    {
        var cause = new InvalidOperationException();
        var error = DeviceException.OutOfMemory("cuda", "CUDA failure 2: out of memory", cause);

        Assert.Equal(DeviceFault.OutOfMemory, error.Fault);
        Assert.Equal(
            "--device cuda: CUDA failure 2: out of memory; close programs that use its memory, use a smaller model or "
            + "--variant fp16, or use --device cpu",
            ErrorText.Of(error));
    }

    [Fact]
    public void A_library_that_is_missing_is_reported_under_its_option()
    {
        var runtime = Assert.Throws<DeviceException>(static () => OnnxRuntimeLibrary.Use("/none/lib.so"));
        var provider = Assert.Throws<DeviceException>(static () => ProviderLibrary.Register("x", "/none/lib.so"));

        Assert.StartsWith("--ort-library /none/lib.so: there is no such file; ", ErrorText.Of(runtime));
        Assert.StartsWith("--ep-library x=/none/lib.so: there is no such file; ", ErrorText.Of(provider));
    }
}

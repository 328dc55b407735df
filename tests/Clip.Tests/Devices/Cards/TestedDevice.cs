namespace Clip.Tests.Devices.Cards;

/// <summary>
/// The device that the environment names for tests on real hardware: <c>CLIP_TEST_DEVICE=cuda</c> with tests that were
/// built with <c>-p:ClipGpu=true</c>, or any device with <c>CLIP_TEST_ORT_LIBRARY</c>, a build of ONNX Runtime.
/// </summary>
internal static class TestedDevice
{
    private const string Variable = "CLIP_TEST_DEVICE";
    private const string LibraryVariable = "CLIP_TEST_ORT_LIBRARY";

    /// <summary>Its name; without one the test is skipped.</summary>
    public static ClipDevice Require()
    {
        var name = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(name), $"runs on a graphics card where {Variable} names its device");
        if (Environment.GetEnvironmentVariable(LibraryVariable) is { Length: > 0 } library)
            OnnxRuntimeLibrary.Use(library);
        return name;
    }

    /// <summary>A model on that device.</summary>
    public static ClipModel Load(string folder) =>
        ClipModel.Load(folder, new ClipModelOptions { Device = Require() });

    /// <summary>The same model on the processor.</summary>
    public static ClipModel LoadExact(string folder) =>
        ClipModel.Load(folder, new ClipModelOptions { Device = ClipDevice.Cpu });
}

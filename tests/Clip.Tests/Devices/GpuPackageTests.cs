using System.Text.Json;
using System.Xml.Linq;
using CliWrap.Buffered;

namespace Clip.Tests.Devices;

/// <summary>Which build of ONNX Runtime the programs of the checkout ask for, as MSBuild evaluates it.</summary>
public class GpuPackageTests
{
    private static readonly string[] Runtimes = ["Clip.Cpu", "Clip.DirectML", "Clip.Gpu"];

    [Theory]
    [InlineData("", "Clip.Cpu")]
    [InlineData("true", "Clip.Gpu")]
    [InlineData("directml", "Clip.DirectML")]
    public async Task The_property_ClipGpu_decides_the_one_ONNX_Runtime(string value, string runtime)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
                ["msbuild", Project("Clip.Cli"), "-getItem:ProjectReference", $"-p:ClipGpu={value}"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        var references = JsonDocument.Parse(result.StandardOutput).RootElement
            .GetProperty("Items").GetProperty("ProjectReference").EnumerateArray()
            .Select(static item => item.GetProperty("Filename").GetString()!);

        Assert.Equal([runtime], references.Intersect(Runtimes));
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("false")]
    public async Task An_unknown_value_is_an_error_that_lists_the_known_ones(string value)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
                ["msbuild", Project("Clip"), "-t:CollectPackageReferences", $"-p:ClipGpu={value}"])
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(
            $"ClipGpu is '{value}'; use true (NVIDIA, Windows and Linux) or directml (Windows), or omit it",
            result.StandardOutput);
    }

    /// <summary>The library has the managed part, and a native part would decide for the application.</summary>
    [Fact]
    public void Only_the_packages_that_are_named_after_a_device_have_a_native_part()
    {
        var references =
            from project in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            from element in XDocument.Load(project).Descendants()
            let package = element.Name.LocalName == "OnnxRuntimePackage"
                ? element.Value
                : element.Name.LocalName == "PackageReference" ? element.Attribute("Include")?.Value : null
            where package?.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal) == true
            select $"{Path.GetFileNameWithoutExtension(project)}: {package}";

        Assert.Equal(
            [
                "Clip.Cpu: Microsoft.ML.OnnxRuntime", "Clip.DirectML: Microsoft.ML.OnnxRuntime.DirectML",
                "Clip.Gpu: Microsoft.ML.OnnxRuntime.Gpu", "Clip: Microsoft.ML.OnnxRuntime.Managed",
            ],
            references.Order(StringComparer.Ordinal));
    }

    /// <summary>A managed part works with native parts of its own minor version and newer ones.</summary>
    [Fact]
    public void The_managed_part_is_not_newer_than_the_native_parts_that_are_packed()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(
                static item => item.Attribute("Include")!.Value,
                static item => Version.Parse(item.Attribute("Version")!.Value));

        var managed = versions["Microsoft.ML.OnnxRuntime.Managed"];
        Assert.True(managed <= versions["Microsoft.ML.OnnxRuntime"]);
        Assert.True(managed <= versions["Microsoft.ML.OnnxRuntime.Gpu"]);
    }

    private static string Project(string name) =>
        Path.Combine(Repository.Root, "src", name, $"{name}.csproj");
}

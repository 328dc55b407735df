using System.Text.Json;
using CliWrap.Buffered;

namespace Clip.Tests.Devices;

/// <summary>Which ONNX Runtime package the library's project asks for, as MSBuild evaluates it.</summary>
public class GpuPackageTests
{
    [Theory]
    [InlineData("", "Microsoft.ML.OnnxRuntime")]
    [InlineData("true", "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData("directml", "Microsoft.ML.OnnxRuntime.DirectML")]
    public async Task The_property_ClipGpu_decides_the_one_ONNX_Runtime_package(string value, string package)
    {
        var evaluated = await EvaluateAsync(value);

        Assert.Equal([package], Names(evaluated, "PackageReference"));
        // Central package management fails a restore whose reference has no version.
        Assert.Contains(package, Names(evaluated, "PackageVersion"));
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("false")]
    public async Task An_unknown_value_is_an_error_that_lists_the_known_ones(string value)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
                [
                    "msbuild", Path.Combine(Repository.Root, "src", "Clip", "Clip.csproj"),
                    "-t:CollectPackageReferences", $"-p:ClipGpu={value}"
                ])
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(
            $"ClipGpu is '{value}'; use true (NVIDIA, Windows and Linux) or directml (Windows), or omit it",
            result.StandardOutput);
    }

    private static async Task<JsonElement> EvaluateAsync(string value)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
                [
                    "msbuild", Path.Combine(Repository.Root, "src", "Clip", "Clip.csproj"),
                    "-getItem:PackageReference,PackageVersion", $"-p:ClipGpu={value}"
                ])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(result.StandardOutput).RootElement.GetProperty("Items");
    }

    private static string[] Names(JsonElement items, string kind) =>
    [
        .. items.GetProperty(kind).EnumerateArray().Select(static item => item.GetProperty("Identity").GetString()!)
            .Where(
                static name =>
                    name.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal)
                        && !name.EndsWith(".Managed", StringComparison.Ordinal)),
    ];
}

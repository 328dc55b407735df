using System.Xml.Linq;

namespace Clip.Tests.Packages;

/// <summary>An application has one build of ONNX Runtime, or its build says what to do.</summary>
[Collection(PackageTests.Name)]
[Trait("Category", PackageTests.Name)]
public sealed class OnnxRuntimeChoiceTests(PackageFeed feed)
{
    private const string Program = "System.Console.WriteLine(typeof(Clip.ClipModel));";

    [Fact]
    public async Task None_and_two_are_errors_and_one_is_none()
    {
        string[] projects =
        [
            Write("none", ["Clip"]),
            Write("two", ["Clip.Cpu", "Foreign.OnnxRuntime"]),
            Write("own", ["Clip", "Foreign.OnnxRuntime"]),
            Write("unchecked", ["Clip"], new XElement("ClipOnnxRuntimeCheck", "false")),
            Write(
                "library", ["Clip"], new XElement("OutputType", "Library"), new XElement("DefineConstants", "LIBRARY")),
        ];

        var (succeeded, output) = await PrintedPrograms.BuildAsync(feed, "runtimes", projects, "ResolvePackageAssets");

        Assert.False(succeeded);
        var errors = output.Split('\n').Where(static line => line.Contains(": error ", StringComparison.Ordinal))
            .Select(static line => line.Trim()).Distinct().ToList();
        Assert.Contains(errors, static error => error.Contains(
            "error CLIP001: none uses Clip and has no ONNX Runtime. Add the package Clip.Cpu,",
            StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains(
            "error CLIP002: two has more than one ONNX Runtime, and one would win.", StringComparison.Ordinal));
        Assert.Equal(2, errors.Count);
    }

    private string Write(string name, string[] packages, params XElement[] properties) => PrintedPrograms.Write(
        feed, name, $"#if !LIBRARY\n{Program}\n#endif\n", PrintedPrograms.Packages(packages), properties: properties);
}

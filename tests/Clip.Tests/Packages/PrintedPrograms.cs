using System.Xml.Linq;

namespace Clip.Tests.Packages;

/// <summary>
/// The printed programs, built: each in a project with the packages that its page names, and the first one of the
/// README also with references to the checkout's projects.
/// </summary>
public sealed class PrintedPrograms(PackageFeed feed) : IAsyncLifetime
{
    /// <summary>The README's first program, with references to the checkout's projects.</summary>
    internal const string ByReference = "by_reference";

    /// <summary>The README's first program.</summary>
    internal static PrintedProgram Readme { get; } =
        PrintedProgram.All.First(static program => program.Page == "README.md");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        List<string> projects =
        [
            .. PrintedProgram.All.Select(program => Write(
                feed, program.Name, program.Code, Packages(program.Packages),
                sdk: program.IsWeb ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk")),
            Write(feed, ByReference, Readme.Code, Projects("Clip", "Clip.Cpu")),
        ];
        var (succeeded, output) = await BuildAsync(feed, "printed", projects);
        Assert.True(succeeded, output);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The compiled program of a project.</summary>
    internal string Built(string name) =>
        feed.At(name, "bin", PackageFeed.BuildConfiguration, "net10.0", $"{name}.dll");

    /// <summary>Writes a project with one source file.</summary>
    /// <returns>The project's file.</returns>
    internal static string Write(
        PackageFeed feed, string name, string code, IEnumerable<XElement> references,
        string sdk = "Microsoft.NET.Sdk", params IEnumerable<XElement> properties)
    {
        var project = new XElement(
            "Project",
            new XAttribute("Sdk", sdk),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                properties),
            new XElement("ItemGroup", references));
        File.WriteAllText(feed.At(name, "Program.cs"), code);
        project.Save(feed.At(name, $"{name}.csproj"));
        return feed.At(name, $"{name}.csproj");
    }

    /// <summary>Builds projects together, so that they share a restore and a compiler.</summary>
    internal static async Task<(bool Succeeded, string Output)> BuildAsync(
        PackageFeed feed, string name, IEnumerable<string> projects, string target = "Build")
    {
        var solution = new XElement(
            "Solution", projects.Select(static path => new XElement("Project", new XAttribute("Path", path))));
        solution.Save(feed.At($"{name}.slnx"));
        // Projects of the checkout, which the program by reference refers to, are built already, in this configuration.
        return await PackageFeed.DotnetAsync(
            feed.At(), "build", $"{name}.slnx", $"-t:{target}", "-c", PackageFeed.BuildConfiguration, "-nr:false",
            "-p:BuildProjectReferences=false", "-p:ShouldUnsetParentConfigurationAndPlatform=false");
    }

    /// <summary>References to packages, of Clip in the version of this build.</summary>
    internal static IEnumerable<XElement> Packages(IEnumerable<string> ids) => ids.Select(static id => new XElement(
        "PackageReference", new XAttribute("Include", id), new XAttribute("Version", PackageVersions.Of(id))));

    private static IEnumerable<XElement> Projects(params string[] names) => names.Select(static name => new XElement(
        "ProjectReference",
        new XAttribute("Include", Path.Combine(Repository.Root, "src", name, $"{name}.csproj"))));
}

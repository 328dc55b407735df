using System.IO.Compression;
using System.Runtime.InteropServices;
using CliWrap.Buffered;

namespace Clip.Tests.Packages;

/// <summary>
/// An empty folder outside the checkout with the packages of this build as its only package source. What they depend on
/// comes from the machine's package cache, into which the checkout's restore has put it, so that nothing is downloaded.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private static readonly string[] Projects =
        ["Clip", "Clip.Cpu", "Clip.ImageSharp", "Clip.Models.Mini", "Clip.Postgres", "Clip.Server"];

    private readonly TestFolder _folder = new();

    /// <summary>The configuration that the tests were built in, and so the packages.</summary>
    public static string BuildConfiguration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name is "Debug" ? "Debug" : "Release";

    /// <summary>The folder of the packages.</summary>
    public string Packages => _folder.At("feed");

    /// <summary>A folder that holds <c>models</c> and <c>gallery</c>, in which programs run.</summary>
    public string Runs => _folder.At("run");

    /// <summary>A path in a folder whose projects use the packages.</summary>
    public string At(params string[] parts) => _folder.At([.. parts]);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await PackAsync();
        PackForeignRuntime();
        LinkCache();
        await File.WriteAllTextAsync(At("nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{At("packages")}" /></config>
              <fallbackPackageFolders><clear /><add key="cache" value="{At("cache")}" /></fallbackPackageFolders>
              <packageSources><clear /><add key="feed" value="{Packages}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
        // Hard links, because each program would get its own copy of hundreds of megabytes.
        await File.WriteAllTextAsync(At("Directory.Build.props"), """
            <Project>
              <PropertyGroup>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        TestFolder.Copy(Path.Combine(Repository.Root, "models"), Path.Combine(Runs, "models"));
        TestFolder.Copy(Path.Combine(Repository.Root, "gallery"), Path.Combine(Runs, "gallery"));
    }

    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    /// <returns>What it printed, and whether it succeeded.</returns>
    public static async Task<(bool Succeeded, string Output)> DotnetAsync(string folder, params string[] arguments)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(arguments)
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(static variables => variables
                .Set("DOTNET_CLI_TELEMETRY_OPTOUT", "1").Set("DOTNET_NOLOGO", "1").Set("MSBUILDTERMINALLOGGER", "off")
                .Set("DOTNET_CLI_UI_LANGUAGE", "en"))
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Links the packages in the machine's cache, except Clip's own, which would be older ones.</summary>
    private void LinkCache()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in new DirectoryInfo(cache).EnumerateDirectories())
        {
            if (package.Name is not "clip" && !package.Name.StartsWith("clip.", StringComparison.Ordinal))
                Directory.CreateSymbolicLink(At("cache", package.Name), package.FullName);
        }
    }

    /// <summary>Packs what the build of the tests has built.</summary>
    private async Task PackAsync()
    {
        var projects = Projects.Select(static name => Path.Combine(Repository.Root, "src", name, name + ".csproj"));
        await File.WriteAllTextAsync(At("pack.proj"), $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects)}" Targets="Pack" BuildInParallel="true"
                         Properties="NoBuild=true;Configuration={BuildConfiguration};PackageOutputPath={Packages}" />
              </Target>
            </Project>
            """);
        var (succeeded, output) = await DotnetAsync(At(), "msbuild", "pack.proj", "-t:Pack", "-m", "-nr:false", "-v:m");
        Assert.True(succeeded, output);
    }

    /// <summary>A package with a build of ONNX Runtime that is not one of Clip's.</summary>
    private void PackForeignRuntime()
    {
        using var package = ZipFile.Open(At("feed", "Foreign.OnnxRuntime.1.0.0.nupkg"), ZipArchiveMode.Create);
        using (var specification = new StreamWriter(package.CreateEntry("Foreign.OnnxRuntime.nuspec").Open()))
        {
            specification.Write("""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>Foreign.OnnxRuntime</id><version>1.0.0</version>
                    <authors>tests</authors><description>Another build of ONNX Runtime.</description>
                  </metadata>
                </package>
                """);
        }

        var platform = RuntimeInformation.RuntimeIdentifier.Split('-')[0] switch
        {
            "win" => ("win", "onnxruntime.dll"),
            "osx" => ("osx", "libonnxruntime.dylib"),
            _ => ("linux", "libonnxruntime.so"),
        };
        var processor = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        package.CreateEntry($"runtimes/{platform.Item1}-{processor}/native/{platform.Item2}").Open().Dispose();
    }
}

/// <summary>The tests that share the packages.</summary>
[CollectionDefinition(Name)]
public sealed class PackageTests : ICollectionFixture<PackageFeed>
{
    /// <summary>The name of the collection, and of the category by which its slow tests are filtered.</summary>
    public const string Name = "Packages";
}

namespace Clip.Tests.Packages.Releases;

/// <summary>The .NET tool, installed from a folder of packages.</summary>
public sealed class ToolTests
{
    [Fact]
    public async Task It_installs_without_a_network_and_searches()
    {
        var package = MadePackages.FindTool();
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At("nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder.At("packages")}" /></config>
              <packageSources><clear /><add key="made" value="{Path.GetDirectoryName(package)}" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """, TestContext.Current.CancellationToken);
        MadePackages.CopyPictures(folder.At("pictures"));

        var (succeeded, output) = await PackageFeed.DotnetAsync(
            folder.Path, "tool", "install", "Clip.Cli", "--tool-path", folder.At("tools"), "--configfile",
            folder.At("nuget.config"), "--version", PackageVersions.Own);
        Assert.True(succeeded, output);
        var result = await MadePackages.RunAsync(
            folder.At("tools", OperatingSystem.IsWindows() ? "clipsearch.exe" : "clipsearch"),
            ["search", "a lighthouse by the sea", "--in", folder.At("pictures"), "--json"],
            new()
            {
                ["HOME"] = folder.At("home"),
                ["DOTNET_ROOT"] = Tests.Cli.ClipSearch.Environment["DOTNET_ROOT"],
            });

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Contains("kodak-21.jpg\"", result.StandardOutput.Split('\n')[0]);
    }
}

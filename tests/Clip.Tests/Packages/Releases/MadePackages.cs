using System.Runtime.InteropServices;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Packages.Releases;

/// <summary>
/// The folder of packages that <c>packaging/make.sh</c> has made of this checkout, if the environment names one.
/// </summary>
internal static class MadePackages
{
    private const string Variable = "CLIP_TEST_PACKAGES";

    private static readonly string? Folder =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>The name of the archive for this machine, without its extension.</summary>
    public static string Name { get; } =
        $"clipsearch-{PackageVersions.Own}-linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>A file with a pattern of a name; skips the test where nothing was made.</summary>
    public static string Find(string pattern)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the packages for Linux");
        Assert.SkipUnless(Folder is not null, $"{Variable} names no folder that packaging/make.sh has filled");
        var files = Directory.GetFiles(Folder!, pattern);
        Assert.True(files.Length == 1, $"{Folder} has {files.Length} files {pattern}");
        return files[0];
    }

    /// <summary>The .NET tool, which is made only where it is asked for.</summary>
    public static string FindTool()
    {
        var name = $"Clip.Cli.{PackageVersions.Own}.nupkg";
        Assert.SkipWhen(
            Folder is not null && !File.Exists(Path.Combine(Folder, name)), "packaging/make.sh ran without --tool");
        return Find(name);
    }

    private static Dictionary<string, string?> SystemPath => new() { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" };

    /// <summary>The same, of a package that is made for Debian.</summary>
    public static string FindDebian()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/dpkg-deb"), "dpkg is not installed");
        return Find($"clipsearch_{PackageVersions.Own}_*.deb");
    }

    /// <summary>Copies pictures of the gallery, among them one of a lighthouse, and their captions.</summary>
    public static void CopyPictures(string folder)
    {
        var source = Path.Combine(Repository.Root, "gallery");
        Directory.CreateDirectory(Path.Combine(folder, "photos"));
        File.Copy(Path.Combine(source, "captions.jsonl"), Path.Combine(folder, "captions.jsonl"));
        foreach (var name in (string[])["kodak-05.jpg", "kodak-12.jpg", "kodak-21.jpg", "skimage-chelsea.jpg"])
            File.Copy(Path.Combine(source, "photos", name), Path.Combine(folder, "photos", name));
    }

    /// <summary>Runs a program to its end, with an empty environment but for what is given.</summary>
    public static async Task<BufferedCommandResult> RunAsync(
        string program, string[] arguments, Dictionary<string, string?>? environment = null)
    {
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .ToDictionary(static name => name, static string? (_) => null);
        foreach (var (name, value) in environment ?? [])
            variables[name] = value;
        return await CliWrap.Cli.Wrap(program).WithArguments(arguments).WithEnvironmentVariables(variables)
            .WithWorkingDirectory("/").WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whether Debian's package of a name is on this machine.</summary>
    public static async Task<bool> IsInstalledAsync(string package) =>
        (await RunAsync("dpkg-query", ["-W", package], SystemPath)).ExitCode == 0;

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        var result = await RunAsync(program, arguments, SystemPath);
        Assert.True(result.ExitCode == 0, $"{program}: {result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }
}

using System.Runtime.InteropServices;

namespace Clip.Benchmarks.Processes;

/// <summary>Publishes the command line in its released forms.</summary>
internal static class PublishedProgram
{
    /// <summary>Publishes with Native AOT for this machine.</summary>
    public static string Native(string folder) => Publish(folder, "-r", RuntimeInformation.RuntimeIdentifier);

    /// <summary>Publishes for an installed runtime.</summary>
    public static string FrameworkDependent(string folder) => Publish(folder);

    private static string Publish(string folder, params IEnumerable<string> options)
    {
        var project = Path.Join("src", "Clip.Cli");
        string[] arguments = ["publish", project, "-c", "Release", "-o", folder, "-tl:off", .. options];
        new Command("dotnet", arguments, Checkout.Root).Run();
        return Path.Join(folder, OperatingSystem.IsWindows() ? "clipsearch.exe" : "clipsearch");
    }
}

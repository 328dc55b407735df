using System.Runtime.InteropServices;

namespace Clip.Benchmarks.Processes;

/// <summary>Publishes the command line as users get it.</summary>
internal static class PublishedProgram
{
    /// <summary>Compiled ahead of time for this machine.</summary>
    public static string Native(string folder) => Publish(folder, "-r", RuntimeInformation.RuntimeIdentifier);

    /// <summary>Compiled just in time by an installed runtime.</summary>
    public static string FrameworkDependent(string folder) => Publish(folder);

    private static string Publish(string folder, params IEnumerable<string> options)
    {
        new Command("dotnet", ["publish", Path.Join("src", "Clip.Cli"), "-c", "Release", "-o", folder, "-tl:off", .. options], Checkout.Root).Run();
        return Path.Join(folder, OperatingSystem.IsWindows() ? "clipsearch.exe" : "clipsearch");
    }
}

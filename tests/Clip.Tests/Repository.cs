namespace Clip.Tests;

/// <summary>Where the checkout lies whose tests are running.</summary>
internal static class Repository
{
    /// <summary>The folder with Clip.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Clip.sln"))
            ? folder
            : Find(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))
                ?? throw new InvalidOperationException("The tests run outside a checkout: no folder above them holds Clip.sln."));
}

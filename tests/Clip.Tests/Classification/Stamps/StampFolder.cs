namespace Clip.Tests.Classification.Stamps;

/// <summary>The pictures of Debian's package tuxpaint-stamps-default: photographs and drawings by subject.</summary>
internal static class StampFolder
{
    private static readonly string[] Places =
    [
        Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_STAMPS") ?? "/usr/share/tuxpaint/stamps",
        Path.Combine(Repository.Root, "artifacts", "stamps"),
    ];

    /// <summary>The folder; skips the test where there is none.</summary>
    public static string Require()
    {
        var folder = Array.Find(Places, Directory.Exists);
        Assert.SkipWhen(folder is null, "no tuxpaint-stamps-default: run install.sh beside this test");
        return folder!;
    }
}

namespace Clip.Tests;

/// <summary>Tests that take minutes run only where the environment asks for them.</summary>
internal static class LongTests
{
    private const string Variable = "CLIP_LONG_TESTS";

    public static bool AreAskedFor => Environment.GetEnvironmentVariable(Variable) == "1";

    public static void SkipUnlessAskedFor() =>
        Assert.SkipUnless(AreAskedFor, $"takes minutes: runs where {Variable} is 1");
}

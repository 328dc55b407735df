using Clip.Models.Caching;

namespace Clip.Cli.Options;

/// <summary>How much the optimized graphs may take on the disk.</summary>
internal static class GraphCacheLimit
{
    private const string Variable = "CLIPSEARCH_CACHE_LIMIT";

    /// <summary>The limit in bytes: that of the variable, else the library's own.</summary>
    /// <exception cref="ClipException">The variable holds no size.</exception>
    public static long Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
            return GraphCacheContent.DefaultLimit;
        return SizeText.Read(text, whole: null, out var bytes) is { } problem
            ? throw new ClipException(Variable, problem, "correct or unset it")
            : bytes;
    }
}

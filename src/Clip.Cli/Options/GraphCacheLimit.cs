using Clip.Models.Caching;

namespace Clip.Cli.Options;

/// <summary>How much the optimized graphs may take on the disk.</summary>
internal static class GraphCacheLimit
{
    /// <summary>The limit in bytes: that of the variable, else the library's own.</summary>
    /// <exception cref="ClipException">The variable holds no size.</exception>
    public static long Find()
    {
        if (EnvironmentSetting.CacheLimit.Value is not { } text)
            return GraphCacheContent.DefaultLimit;
        return SizeText.Read(text, whole: null, out var bytes) is { } problem
            ? throw new ClipException(EnvironmentSetting.CacheLimit.Variable, problem, "correct or unset it")
            : bytes;
    }
}

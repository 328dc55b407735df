namespace Clip.Cli.Options;

/// <summary>
/// An environment variable that says what an option says where that is not given. The configuration file can set the
/// same; then the variable comes first.
/// </summary>
/// <param name="Variable">The variable.</param>
/// <param name="Key">What the configuration file calls it: the option's name without its dashes.</param>
internal sealed record EnvironmentSetting(string Variable, string Key)
{
    public static EnvironmentSetting Model { get; } = new("CLIPSEARCH_MODEL", "model");

    public static EnvironmentSetting Device { get; } = new("CLIPSEARCH_DEVICE", "device");

    public static EnvironmentSetting OrtLibrary { get; } = new("CLIPSEARCH_ORT_LIBRARY", "ort-library");

    public static EnvironmentSetting Memory { get; } = new("CLIPSEARCH_MEMORY", "memory");

    public static EnvironmentSetting CacheLimit { get; } = new("CLIPSEARCH_CACHE_LIMIT", "cache-limit");

    public static EnvironmentSetting Language { get; } = new("CLIPSEARCH_LANG", "lang");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EnvironmentSetting> All { get; } =
        [Model, Device, OrtLibrary, Memory, CacheLimit, Language];

    /// <summary>What the configuration file says, or null.</summary>
    public string? Configured { get; set; }

    /// <summary>The variable's value, or null where it is not set or empty.</summary>
    public string? OfEnvironment =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    /// <summary>The value to use, or null.</summary>
    public string? Value => OfEnvironment ?? Configured;
}

namespace Clip;

/// <summary>
/// Why a model cannot be downloaded or found in the cache, where the remedy depends on the calling program.
/// </summary>
public enum HubFault
{
    /// <summary>A reason that the message says in full.</summary>
    Other,

    /// <summary>The repository has no files of a known layout.</summary>
    NoKnownLayout,

    /// <summary>The repository does not have the variant wanted.</summary>
    NoSuchVariant,

    /// <summary>The name is neither a folder nor that of a known model or repository.</summary>
    UnknownName,

    /// <summary>The model is not in the cache, or only a part of it.</summary>
    NotDownloaded,

    /// <summary>The license restricts what the model may be used for, and was not accepted.</summary>
    RestrictedLicense,
}

/// <summary>
/// A model cannot be listed, downloaded or found in the cache: the hub refuses it, the network or the disk fails, or
/// the content differs from the hub's list.
/// </summary>
public sealed class HubException : ClipException
{
    /// <inheritdoc cref="ClipException(string, string, string?, Exception?)"/>
    public HubException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }

    /// <summary>Why.</summary>
    public HubFault Fault { get; private init; }

    /// <summary>The variant wanted, or null.</summary>
    public string? Variant { get; private init; }

    /// <summary>The variants that the repository has, for <see cref="HubFault.NoSuchVariant"/>.</summary>
    public IReadOnlyList<string> Variants { get; private init; } = [];

    /// <summary>Whether the same request may succeed in a moment.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>Whether the request began beyond the end of what the server has (status 416).</summary>
    internal bool IsBeyondEnd { get; init; }

    /// <summary>How long the server asks to wait; null where it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    internal static HubException NoKnownLayout(string model) =>
        new(model, "holds no ONNX model of a known layout", "look for an ONNX export of it")
        {
            Fault = HubFault.NoKnownLayout,
        };

    internal static HubException NoSuchVariant(string model, string variant, IReadOnlyList<string> variants) => new(
        model, $"has no variant '{variant}'",
        variants.Count == 0 ? "do not ask for a variant" : $"it has {string.Join(", ", variants)}")
    {
        Fault = HubFault.NoSuchVariant,
        Variant = variant,
        Variants = variants,
    };

    internal static HubException UnknownName(string name) =>
        new(name, "is neither a model folder nor the name of a known model", "give a folder or OWNER/NAME")
        {
            Fault = HubFault.UnknownName,
        };

    internal static HubException RestrictedLicense(string name, string? license, string restriction) => new(
        name, $"has a license that restricts it ({license ?? "not stated"}: {restriction})",
        "read the license, and accept restricted licenses")
    {
        Fault = HubFault.RestrictedLicense,
    };

    internal static HubException NotDownloaded(string name, string? variant, bool isPartial) => new(
        name, isPartial ? "is not downloaded completely" : "is not downloaded, and there is no folder of that name",
        "download it first")
    {
        Fault = HubFault.NotDownloaded,
        Variant = variant,
    };
}

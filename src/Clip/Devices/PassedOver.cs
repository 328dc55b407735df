namespace Clip.Devices;

/// <summary>Why a device is not used.</summary>
internal enum PassedOverReason
{
    /// <summary>The ONNX Runtime in use does not have its execution provider.</summary>
    NotInThisBuild,

    /// <summary>The automatic choice leaves it out; it is used when it is chosen by name.</summary>
    OnlyWhenNamed,

    /// <summary>It does not start, or cannot load the graph.</summary>
    DoesNotStart,

    /// <summary>It failed when it ran its first batch.</summary>
    FailedAtFirstBatch,

    /// <summary>Its embeddings are not those of the processor.</summary>
    WrongEmbeddings,

    /// <summary>It failed later.</summary>
    FailedWhileRunning,
}

/// <summary>A device that is not used, and why.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Kind">Why.</param>
/// <param name="Reason">The reason in one line.</param>
internal sealed record PassedOver(string Device, PassedOverReason Kind, string Reason)
{
    internal const string NotInThisBuild = "not part of this ONNX Runtime build";
    private const string OnlyWhenNamed = "only used when named";

    /// <summary>Whether the automatic choice considered the device at all.</summary>
    internal bool WasCandidate => Kind is not (PassedOverReason.NotInThisBuild or PassedOverReason.OnlyWhenNamed);

    internal static PassedOver Missing(string device) => new(device, PassedOverReason.NotInThisBuild, NotInThisBuild);

    internal static PassedOver LeftOut(string device) => new(device, PassedOverReason.OnlyWhenNamed, OnlyWhenNamed);
}

using Clip.Server.Mounting;

namespace Clip.Server.Status;

/// <summary>Whether the models are warm and the libraries can be searched.</summary>
internal sealed class Readiness(Mounts mounts)
{
    private volatile bool _isWarm;

    /// <summary>Whether requests are answered as fast as they will be.</summary>
    public bool IsReady => _isWarm && mounts.Libraries.All(static library => library.CanBeSearched);

    /// <summary>What is missing.</summary>
    public string Reason => _isWarm
        ? "A library is being indexed for the first time."
        : "The models are being loaded.";

    /// <summary>The models have been loaded.</summary>
    public void ModelsAreWarm() => _isWarm = true;
}

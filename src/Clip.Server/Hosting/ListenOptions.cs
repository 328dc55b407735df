using System.Net;

namespace Clip.Server.Hosting;

/// <summary>Where a server listens.</summary>
/// <param name="Address">The address of this machine to listen on.</param>
/// <param name="Port">The port; 0 for one that is free.</param>
internal sealed record ListenOptions(IPAddress Address, int Port)
{
    /// <summary>What all addresses begin with, such as <c>/clip</c>, behind a proxy; empty for nothing.</summary>
    public string PathBase { get; init; } = "";
}

using System.Net;

namespace Clip.Server.Hosting;

/// <summary>Where a server listens.</summary>
/// <param name="Address">The address of this machine to listen on.</param>
/// <param name="Port">The port; 0 for one that is free.</param>
internal sealed record ListenOptions(IPAddress Address, int Port)
{
    /// <summary>What all addresses begin with, such as <c>/clip</c>, behind a proxy; empty for nothing.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>The certificate to encrypt connections with; null for none.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>
    /// The proxies whose X-Forwarded-For, -Host, -Proto and -Prefix are believed; empty for none, because a web page
    /// can send these headers too.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>What a connection may cost.</summary>
    public ConnectionLimits Limits { get; init; } = new();
}

/// <summary>What keeps slow and idle clients from using up the server.</summary>
internal sealed record ConnectionLimits
{
    /// <summary>The most connections at a time; further ones are closed at once.</summary>
    public int MostConnections { get; init; } = 1024;

    /// <summary>How long the headers of a request may take to arrive.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be idle between two requests.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>The slowest that a body may arrive and an answer be read, in bytes per second.</summary>
    public double SlowestRate { get; init; } = 240;

    /// <summary>How long a body may arrive more slowly, and an answer be read so; more than a second.</summary>
    public TimeSpan SlowGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long requests that run may take after the server was told to stop. Five seconds after that, the process has
    /// ended.
    /// </summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(4);
}

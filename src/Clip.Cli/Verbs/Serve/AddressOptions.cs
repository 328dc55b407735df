using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Server.Hosting;

namespace Clip.Cli.Verbs.Serve;

/// <summary>The options of <c>serve</c> about where it listens and what is in front of it.</summary>
internal sealed class AddressOptions
{
    private readonly Option<string> _host = new("--host")
    {
        Description = "The address to listen on; any but this machine's own needs an API key",
        HelpName = "ADDRESS",
        DefaultValueFactory = static _ => "127.0.0.1",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port; 0 for one that is free",
        HelpName = "N",
        DefaultValueFactory = static _ => 8080,
    };

    private readonly Option<string> _pathBase = new("--path-base")
    {
        Description = "What the addresses begin with behind a reverse proxy, such as /clip",
        HelpName = "PATH",
        DefaultValueFactory = static _ => "",
    };

    private readonly Option<string[]> _proxies = new("--trusted-proxy")
    {
        Description = "Believe X-Forwarded-For, -Host, -Proto and -Prefix of this proxy: an address, or a network such "
            + "as 10.0.0.0/8 (repeatable)",
        HelpName = "ADDRESS",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string?> _certificate = new("--tls-cert")
    {
        Description = "Encrypt with the certificate of this PEM file, which is read again when it is renewed",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--tls-key")
    {
        Description = "The key of --tls-cert, in PEM (default: in the same file)",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        _port.RequireAtLeast(0, IPEndPoint.MaxPort);
        foreach (var option in (Option[])[_host, _port, _pathBase, _proxies, _certificate, _key])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_key) is not null && result.GetResult(_certificate) is null)
                result.AddError("--tls-key: needs --tls-cert");
        });
    }

    /// <summary>Reads the options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public ListenOptions Resolve(ParseResult parsed, List<ClipException> problems)
    {
        var path = parsed.GetValue(_pathBase)!.Trim('/');
        return new ListenOptions(AddressOf(parsed, problems), parsed.GetValue(_port))
        {
            PathBase = path.Length == 0 ? "" : "/" + path,
            Certificate = CertificateOf(parsed, problems),
            TrustedProxies = [.. (parsed.GetValue(_proxies) ?? []).Select(text => Network(text, problems))],
        };
    }

    private IPAddress AddressOf(ParseResult parsed, List<ClipException> problems)
    {
        var host = parsed.GetValue(_host)!;
        var name = host.Trim('[', ']');
        if (name is "*" or "+")
            return IPAddress.Any;
        if (name is "localhost")
            return IPAddress.Loopback;
        if (IPAddress.TryParse(name, out var address))
            return address;
        try
        {
            if (Dns.GetHostAddresses(name) is [var first, ..])
                return first;
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            // Said below.
        }
        problems.Add(new ClipException(
            $"--host {host}", "is no address of this machine", "give one such as 127.0.0.1 or 0.0.0.0"));
        return IPAddress.Loopback;
    }

    private TlsCertificate? CertificateOf(ParseResult parsed, List<ClipException> problems)
    {
        if (parsed.GetValue(_certificate) is not { } certificate)
            return null;
        var key = parsed.GetValue(_key);
        try
        {
            return TlsCertificate.Open(certificate, key ?? certificate);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var option = key is not null && File.Exists(certificate)
                ? $"--tls-key {DisplayPath.Of(key)}"
                : $"--tls-cert {DisplayPath.Of(certificate)}";
            problems.Add(new ClipException(
                option, $"cannot be read ({error.Message.TrimEnd('.')})", null, error));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            problems.Add(new ClipException(
                $"--tls-cert {DisplayPath.Of(certificate)}",
                "gives no certificate with its key",
                "give PEM files that fit each other, the key without a password", error));
        }
        return null;
    }

    private static IPNetwork Network(string text, List<ClipException> problems)
    {
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        if (IPNetwork.TryParse(text, out var network))
            return network;
        problems.Add(new ClipException(
            $"--trusted-proxy {text}", "is no address or network", "give one such as 10.0.0.2 or 10.0.0.0/8"));
        return new IPNetwork(IPAddress.None, 32);
    }
}

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Clip.Cli.Installation;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Server.Hosting;

namespace Clip.Cli.Verbs.Serve;

/// <summary>The options of <c>serve</c>.</summary>
internal sealed class ServeOptions
{
    private const string KeyVariable = "CLIPSEARCH_API_KEY";

    private readonly Option<string[]> _roots = Repeatable(
        "--root", "FOLDER", "A folder of pictures (repeatable: all are searched together; default: as search)");

    private readonly Option<string[]> _libraries = Repeatable(
        "--library", "NAME=FOLDER", "A further library under a name of its own (repeatable)");

    private readonly Option<string[]> _models = Repeatable(
        "--model", "NAME=DIR", "A model and the name that clients use for it, such as ViT-B-32__openai=DIR for Immich "
        + "(repeatable; the first is the default)");

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

    private readonly Option<string?> _keyFile = new("--api-key-file")
    {
        Description = $"A file with the key that requests must carry (Authorization: Bearer; default: {KeyVariable})",
        HelpName = "FILE",
    };

    private readonly Option<bool> _noAuth = new("--no-auth")
    {
        Description = "Answer without a key, whatever the address",
    };

    private readonly Option<bool> _allowFetch = new("--allow-fetch")
    {
        Description = "Fetch pictures from http(s) addresses in requests; never from private ones",
    };

    private readonly Option<string[]> _hosts = Repeatable(
        "--allow-host", "NAME", "Answer for this host name too, such as a reverse proxy's (repeatable)");

    private readonly Option<string[]> _origins = Repeatable(
        "--allow-origin", "URL", "Let the pages of this origin call the server (repeatable)");

    private readonly Option<int> _refresh = new("--refresh")
    {
        Description = "Look for new pictures every N minutes; 0 only at the start",
        HelpName = "N",
        DefaultValueFactory = static _ => 10,
    };

    private readonly Option<bool> _noIndex = new("--no-index")
    {
        Description = "Serve what is indexed, without looking for new pictures",
    };

    private readonly Option<int> _maxBody = new("--max-body")
    {
        Description = "The largest body of a request, in MiB; larger ones are answered with 413",
        HelpName = "N",
        DefaultValueFactory = static _ => 64,
    };

    private readonly Option<int> _maxQueue = new("--max-queue")
    {
        Description = "The most texts that wait to be encoded; further requests are answered with 429",
        HelpName = "N",
        DefaultValueFactory = static _ => 8192,
    };

    private readonly StoreOptions _store = new();

    public void AddTo(Command command)
    {
        _store.AddTo(command, _libraries);
        _port.RequireAtLeast(0, IPEndPoint.MaxPort);
        _refresh.RequireAtLeast(0, 100_000);
        _maxBody.RequireAtLeast(1, 1024);
        _maxQueue.RequireAtLeast(1, 10_000_000);
        Option[] options =
        [
            _roots, _libraries, _models, _host, _port, _pathBase, _keyFile, _noAuth, _allowFetch, _hosts, _origins,
            _refresh, _noIndex, _maxBody, _maxQueue,
        ];
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <exception cref="ClipException">The options contradict each other, or name what does not exist.</exception>
    public ServeSettings Resolve(ParseResult parsed)
    {
        var store = _store.Find(parsed);
        var roots = parsed.GetValue(_roots) is { Length: > 0 } given ? given
            : store is not null ? [] : [Checkout.DefaultFolder()];
        var libraries = (parsed.GetValue(_libraries) ?? []).Select(NamedValue.Parse).ToList();
        if (libraries.Find(static library => library.Name is null) is { } unnamed)
            throw new ClipException($"--library {unnamed.Value}", "has no name", "write --library NAME=FOLDER");
        foreach (var root in roots)
            RequireFolder("--root", root);
        foreach (var library in libraries)
            RequireFolder("--library", library.Value);
        var address = AddressOf(parsed.GetValue(_host)!);
        var key = KeyOf(parsed);
        if (key is null && !parsed.GetValue(_noAuth) && !IPAddress.IsLoopback(address))
        {
            throw new ClipException(
                $"--host {parsed.GetValue(_host)}", "is open to others, so requests need a key",
                $"give --api-key-file FILE or set {KeyVariable}, or write --no-auth to answer everybody");
        }
        return new ServeSettings(
            ModelOptions.Resolve(parsed), [.. (parsed.GetValue(_models) ?? []).Select(NamedValue.Parse)], roots,
            libraries, new ListenOptions(address, parsed.GetValue(_port)) { PathBase = PathBaseOf(parsed) },
            !parsed.GetValue(_noIndex) && store is null)
        {
            Store = store,
            ApiKey = parsed.GetValue(_noAuth) ? null : key,
            AllowFetch = parsed.GetValue(_allowFetch),
            AllowedHosts = parsed.GetValue(_hosts) ?? [],
            AllowedOrigins = parsed.GetValue(_origins) ?? [],
            Refresh = TimeSpan.FromMinutes(parsed.GetValue(_refresh)),
            MaxBodyBytes = (long)parsed.GetValue(_maxBody) << 20,
            MaxQueue = parsed.GetValue(_maxQueue),
        };
    }

    private string PathBaseOf(ParseResult parsed)
    {
        var path = parsed.GetValue(_pathBase)!.Trim('/');
        return path.Length == 0 ? "" : "/" + path;
    }

    private string? KeyOf(ParseResult parsed)
    {
        if (parsed.GetValue(_keyFile) is not { } file)
            return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } variable ? variable.Trim() : null;
        string key;
        try
        {
            key = File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(
                $"--api-key-file {DisplayPath.Of(file)}", $"cannot be read ({error.Message.TrimEnd('.')})", null,
                error);
        }
        return key.Length > 0
            ? key
            : throw new ClipException($"--api-key-file {DisplayPath.Of(file)}", "is empty", "write the key into it");
    }

    private static IPAddress AddressOf(string host)
    {
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
        throw new ClipException(
            $"--host {host}", "is no address of this machine", "give one such as 127.0.0.1 or 0.0.0.0");
    }

    private static void RequireFolder(string option, string folder)
    {
        if (!Directory.Exists(folder))
            throw new ClipException($"{option} {DisplayPath.Of(folder)}", "is no folder", "name an existing folder");
    }

    private static Option<string[]> Repeatable(string name, string value, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = value,
            DefaultValueFactory = static _ => [],
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
                result.AddError($"{name}: is empty");
        });
        return option;
    }
}

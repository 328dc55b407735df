using System.CommandLine;
using System.Net;
using Clip.Cli.Installation;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Server.Security;

namespace Clip.Cli.Verbs.Serve;

/// <summary>The options of <c>serve</c>.</summary>
internal sealed class ServeOptions
{
    private const string KeyVariable = "CLIPSEARCH_API_KEY";

    private readonly Argument<string[]> _folders = new("FOLDER")
    {
        Description = "Folders of pictures, as --root names them",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string[]> _roots = Repeatable(
        "--root", "FOLDER", "A folder of pictures (repeatable: all are searched together; default: as search)");

    private readonly Option<string[]> _libraries = Repeatable(
        "--library", "NAME[=FOLDER]", "A library under a name of its own: a folder, or one that library add has named "
        + "(repeatable)");

    private readonly Option<string[]> _models = Repeatable(
        "--model", "NAME=DIR", "A model and the name that clients use for it, such as ViT-B-32__openai=DIR for Immich "
        + "(repeatable; the first is the default)");

    private readonly AddressOptions _address = new();

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

    private readonly Option<string> _logFormat = new("--log-format")
    {
        Description = "How the log is written to standard error: text, or json, one object a line (default: json where "
            + "results are)",
        HelpName = "FORMAT",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Only say what is wrong with these options, models and indexes; 0 if nothing is",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_folders);
        _store.AddTo(command, _libraries);
        _store.AddReadTo(command);
        _refresh.RequireAtLeast(0, 100_000);
        _maxBody.RequireAtLeast(1, 1024);
        _maxQueue.RequireAtLeast(1, 10_000_000);
        _logFormat.RequireOneOf("text", "json");
        _libraries.CompletionSources.Add(static _ => UserLibraries.Completions());
        foreach (var option in (Option[])[_roots, _libraries, _models])
            command.Options.Add(option);
        _address.AddTo(command);
        Option[] others =
        [
            _keyFile, _noAuth, _allowFetch, _hosts, _origins, _refresh, _noIndex, _maxBody, _maxQueue, _logFormat,
            _check,
        ];
        foreach (var option in others)
            command.Options.Add(option);
    }

    /// <exception cref="ClipException">The options contradict each other, or name what does not exist.</exception>
    public ServeSettings Resolve(ParseResult parsed)
    {
        var problems = new List<ClipException>();
        var store = _store.Find(parsed);
        var (libraries, areKept) = LibrariesOf(parsed, problems);
        string[] folders = parsed.GetValue(_folders) ?? [], named = parsed.GetValue(_roots) ?? [];
        foreach (var folder in folders)
            RequireFolder(null, folder, problems);
        foreach (var root in named)
            RequireFolder("--root", root, problems);
        string[] roots = [.. folders, .. named];
        if (roots.Length == 0 && store is null && !areKept)
        {
            roots = [Checkout.DefaultFolder()];
            RequireFolder(null, roots[0], problems);
        }
        var listen = _address.Resolve(parsed, problems);
        var key = KeyOf(parsed, problems);
        if (key is null && !parsed.GetValue(_noAuth) && !IPAddress.IsLoopback(listen.Address))
        {
            problems.Add(new ClipException(
                $"--host {listen.Address}", "is open to others, so requests need a key",
                $"give --api-key-file FILE or set {KeyVariable}, or write --no-auth to answer everybody"));
        }
        var check = parsed.GetValue(_check);
        var hosts = Allowed(
            parsed, _hosts, AllowedName.Host, "is no host name", "give one such as photos.example", problems);
        var origins = Allowed(
            parsed, _origins, AllowedName.Origin, "is no origin", "give one such as https://photos.example", problems);
        if (problems.Count > 0 && !check)
            throw problems[0];
        return new ServeSettings(
            ModelOptions.Resolve(parsed), [.. (parsed.GetValue(_models) ?? []).Select(NamedValue.Parse)], roots,
            libraries, listen, !parsed.GetValue(_noIndex) && store is null)
        {
            Store = store,
            ApiKey = parsed.GetValue(_noAuth) ? null : key,
            AllowFetch = parsed.GetValue(_allowFetch),
            AllowedHosts = hosts,
            AllowedOrigins = origins,
            Refresh = TimeSpan.FromMinutes(parsed.GetValue(_refresh)),
            MaxBodyBytes = (long)parsed.GetValue(_maxBody) << 20,
            MaxQueue = parsed.GetValue(_maxQueue),
            LogsJson = parsed.GetValue(_logFormat) is { } format ? format == "json" : null,
            Problems = check ? problems : null,
        };
    }

    /// <summary>
    /// The libraries that the command line names, and whether one is of the user's list, which then needs no folder
    /// beside it.
    /// </summary>
    private (List<PictureLibrary> Libraries, bool AreKept) LibrariesOf(
        ParseResult parsed, List<ClipException> problems)
    {
        List<PictureLibrary> libraries = [];
        var areKept = false;
        LibraryList? known = null;
        foreach (var given in (parsed.GetValue(_libraries) ?? []).Select(NamedValue.Parse))
        {
            if (given.Name is { } name)
            {
                RequireFolder("--library", given.Value, problems);
                libraries.Add(new PictureLibrary(name, given.Value));
                continue;
            }
            areKept = true;
            try
            {
                var kept = (known ??= UserLibraries.Read()).Select([given.Value]);
                // What a drive that is away holds may still be searched.
                foreach (var library in kept.Where(static library => !PictureIndex.Exists(library.Location)))
                    RequireFolder("--library", library.Folder, problems);
                libraries.AddRange(kept);
            }
            catch (LibraryException error) when (error.Fault == LibraryFault.Unknown)
            {
                problems.Add(new ClipException(
                    $"--library {given.Value}", "is no library",
                    "write --library NAME=FOLDER, or add one with: clipsearch library add NAME FOLDER", error));
            }
            catch (LibraryException error)
            {
                problems.Add(error);
            }
        }
        return ([.. libraries.Distinct()], areKept);
    }

    /// <summary>The names that an option gives, as the server compares them.</summary>
    private static List<string> Allowed(
        ParseResult parsed, Option<string[]> option, Func<string, string?> read, string problem, string remedy,
        List<ClipException> problems)
    {
        List<string> names = [];
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            if (read(text) is { } name)
                names.Add(name);
            else
                problems.Add(new ClipException($"{option.Name} {text}", problem, remedy));
        }
        return names;
    }

    private string? KeyOf(ParseResult parsed, List<ClipException> problems)
    {
        if (parsed.GetValue(_keyFile) is not { } file)
            return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } variable ? variable.Trim() : null;
        var option = $"--api-key-file {DisplayPath.Of(file)}";
        try
        {
            if (File.ReadAllText(file).Trim() is { Length: > 0 } key)
                return key;
            problems.Add(new ClipException(option, "is empty", "write the key into it"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ClipException(option, $"cannot be read ({error.Message.TrimEnd('.')})", null, error));
        }
        // One problem is enough: a key was meant.
        return "";
    }

    private static void RequireFolder(string? option, string folder, List<ClipException> problems)
    {
        if (!Directory.Exists(folder))
        {
            var path = DisplayPath.Of(folder);
            problems.Add(new ClipException(
                option is null ? path : $"{option} {path}", "is no folder", "name an existing folder"));
        }
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

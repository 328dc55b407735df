using System.CommandLine;
using System.CommandLine.Parsing;

namespace Clip.Cli.Options;

/// <summary>The options of verbs that use a database in the place of an index in a folder.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string?> _store = new("--store")
    {
        Description = "Use the index in this PostgreSQL database instead, such as postgres://USER@HOST/DB "
            + "(with ?library=NAME where it has several); the password comes from PGPASSWORD or ~/.pgpass",
        HelpName = "URL",
    };

    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "With --store: compare every picture, however many there are",
    };

    private readonly Option<double?> _recall = new("--recall")
    {
        Description = "With --store: find this share of what --exact finds in a large library, such as 0.95; measured "
            + "on the library itself",
        HelpName = "SHARE",
    };

    private readonly Option<string?> _read = new("--store-read")
    {
        Description = "With --store: read from this replica of the database, which may be a moment behind; while it is "
            + "away, from --store",
        HelpName = "URL",
    };

    private Option[] _others = [];
    private PostgresStore? _found;

    /// <summary>Adds the option that names the database.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="others">Options that name an index in a folder, which do not go with it.</param>
    public void AddTo(Command command, params Option[] others)
    {
        _others = others;
        _store.RequireValue();
        command.Options.Add(_store);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_store) is null)
                return;
            foreach (var other in others.Where(other => result.GetResult(other) is { Implicit: false }))
                result.AddError($"{other.Name}: names an index in a folder, so it does not go with --store");
        });
    }

    /// <summary>Adds the option of verbs that only read an index.</summary>
    public void AddReadTo(Command command)
    {
        _read.RequireValue();
        command.Options.Add(_read);
    }

    /// <summary>Adds the options of verbs that search.</summary>
    public void AddExactTo(Command command)
    {
        _recall.RequireBetween(0, 1, isLeastExcluded: true);
        command.Options.Add(_exact);
        command.Options.Add(_recall);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_recall) is not null && result.GetResult(_exact) is { Implicit: false })
                result.AddError("--recall: does not go with --exact");
        });
    }

    /// <summary>The share of an exact answer that searches are to find, or null.</summary>
    public double? RecallOf(ParseResult parsed) => IsExact(parsed) ? null : parsed.GetValue(_recall);

    /// <summary>Whether the command line names a database.</summary>
    public bool Has(SymbolResult result) => result.GetResult(_store) is { Implicit: false };

    /// <summary>
    /// The store that the command line or the configuration file names, or null. The process keeps it until it ends.
    /// </summary>
    /// <exception cref="StoreException">Its address is not valid.</exception>
    public PostgresStore? Find(ParseResult parsed)
    {
        if (parsed.GetValue(_store) is not { } address)
            return None(parsed);
        // A folder that is written comes before a database that a file sets.
        if (parsed.GetResult(_store) is not { Implicit: false }
            && Array.Exists(_others, other => parsed.GetResult(other) is { Implicit: false }))
        {
            return None(parsed);
        }
        if (_found is null)
        {
            _found = PostgresStore.At(address, parsed.CommandResult.Command.Options.Contains(_read)
                ? parsed.GetValue(_read)
                : null);
            _found.IsExact = IsExact(parsed);
            _found.OnReplicaPassedOver = ReplicaNotice.Of(_found);
        }
        return _found;
    }

    /// <summary>No store; what is written about one is an error then.</summary>
    private PostgresStore? None(ParseResult parsed)
    {
        if (parsed.GetResult(_read) is { Implicit: false })
        {
            throw new ClipException(
                "--store-read", "goes with --store", "name the database that it is a replica of");
        }
        // An index in a folder is always searched exactly, as --exact asks.
        if (parsed.GetResult(_recall) is { Implicit: false })
        {
            throw new ClipException(
                _recall.Name, "goes with --store", "leave it out: an index in a folder is always searched exactly");
        }
        return null;
    }

    // Of the two that do not go together, the one that is written comes before what the configuration file sets.
    private bool IsExact(ParseResult parsed) => parsed.GetValue(_exact)
        && (parsed.GetResult(_exact) is { Implicit: false } || parsed.GetResult(_recall) is not { Implicit: false });
}

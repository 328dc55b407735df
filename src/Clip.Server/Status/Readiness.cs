using Clip.Server.Mounting;
using Clip.Server.Problems;

namespace Clip.Server.Status;

/// <summary>Whether the models are warm and the libraries can be searched. Thread-safe.</summary>
internal sealed class Readiness(Mounts mounts)
{
    /// <summary>So long an answer of the databases holds, however often the server is asked.</summary>
    private static readonly TimeSpan StoreAnswerHolds = TimeSpan.FromSeconds(2);

    private readonly Lock _asking = new();
    private volatile bool _isWarm;
    private long _askAgain = long.MinValue;
    private string? _storeProblem;

    /// <summary>Whether requests are answered as fast as they will be.</summary>
    public bool IsReady => Missing is null;

    /// <summary>What is missing; null where the server is ready.</summary>
    public string? Missing
    {
        get
        {
            if (!_isWarm)
                return "The models are being loaded.";
            return StoreProblem() ?? (mounts.Libraries.All(static library => library.CanBeSearched)
                ? null
                : "A library is being indexed for the first time.");
        }
    }

    /// <summary>The models have been loaded.</summary>
    public void ModelsAreWarm() => _isWarm = true;

    /// <summary>Why a library in a database cannot be searched; null where all answer.</summary>
    private string? StoreProblem()
    {
        lock (_asking)
        {
            if (Environment.TickCount64 < _askAgain)
                return _storeProblem;
            _storeProblem = AskStores();
            _askAgain = Environment.TickCount64 + (long)StoreAnswerHolds.TotalMilliseconds;
            return _storeProblem;
        }
    }

    private string? AskStores()
    {
        try
        {
            foreach (var location in mounts.Libraries.SelectMany(static library => library.Folders)
                .Select(static folder => folder.Folder.Location).Where(static location => location.Store is not null))
            {
                // Whether it is there is another matter; that the database says so is enough.
                _ = PictureIndex.Exists(location);
            }
            return null;
        }
        catch (StoreException error)
        {
            return RequestErrors.OfStore(error).Message;
        }
    }
}

using Clip.Devices;

namespace Clip.Models;

/// <summary>
/// The sessions of one tower, each opened on first use. For a query the session must be ready soon, for a list of texts
/// it must be fast, and indexing is fastest with workers that share only the weights. A model that was not opened for a
/// few runs has one session for queries and lists. Thread-safe; owns the sessions, also those that are being opened
/// while it is disposed.
/// </summary>
internal sealed class TowerSessions : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<EncoderSession> _opened = [];
    private readonly Lazy<EncoderSession> _few;
    private readonly Lazy<EncoderSession> _many;
    private readonly Lazy<EncoderSession> _workers;
    private readonly Lazy<WorkerPlan> _plan;
    private bool _disposed;

    /// <param name="open">Opens a session for a use.</param>
    /// <param name="fastStart">Whether the model was opened for a few runs.</param>
    /// <param name="workers">
    /// Returns the workers, called before the first run; only workers per core have a session of their own.
    /// </param>
    public TowerSessions(Func<SessionUse, EncoderSession> open, bool fastStart, Func<WorkerPlan> workers)
    {
        _plan = new Lazy<WorkerPlan>(workers);
        _many = new Lazy<EncoderSession>(() => Own(open, SessionUse.Many));
        _few = fastStart ? new Lazy<EncoderSession>(() => Own(open, SessionUse.Few)) : _many;
        _workers = new Lazy<EncoderSession>(() => Own(open, SessionUse.Workers));
    }

    /// <summary>The threads that run <see cref="Worker"/> at a time to use the whole device.</summary>
    public WorkerPlan Workers => _plan.Value;

    /// <summary>Whether the graph has been loaded.</summary>
    public bool IsLoaded => All.Any(static session => session.IsValueCreated);

    /// <summary>A session that is open, or else the one that is ready soonest.</summary>
    public EncoderSession Any =>
        All.FirstOrDefault(static session => session.IsValueCreated)?.Value ?? _few.Value;

    private IEnumerable<Lazy<EncoderSession>> All => new[] { _many, _few, _workers }.Distinct();

    /// <summary>The session for a worker.</summary>
    public EncoderSession Worker => Workers.IsPerCore ? _workers.Value : _many.Value;

    /// <summary>The session to run with, one run at a time.</summary>
    /// <param name="many">Whether many items are to be encoded.</param>
    public EncoderSession For(bool many) => many || _many.IsValueCreated ? _many.Value : _few.Value;

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        // No session is added any more. Disposing one waits for its run, which may be opening another one.
        _opened.ForEach(static session => session.Dispose());
    }

    /// <summary>Opens a session, unless this is disposed before it is open.</summary>
    private EncoderSession Own(Func<SessionUse, EncoderSession> open, SessionUse use)
    {
        ThrowIfDisposed();
        var session = open(use);
        lock (_gate)
        {
            if (!_disposed)
            {
                _opened.Add(session);
                return session;
            }
        }
        session.Dispose();
        throw Disposed();
    }

    private void ThrowIfDisposed()
    {
        lock (_gate)
        {
            if (_disposed)
                throw Disposed();
        }
    }

    // Users know the model, not its sessions.
    private static ObjectDisposedException Disposed() => new(nameof(ClipModel));
}

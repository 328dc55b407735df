namespace Clip.Models;

/// <summary>
/// The session of one tower, opened when first needed. A query wants it ready soon, an index wants it fast; both are one
/// session unless the model was opened to be used once and many items come after all. Thread-safe; owns the sessions.
/// </summary>
internal sealed class TowerSessions : IDisposable
{
    private readonly Lazy<EncoderSession> _soon;
    private readonly Lazy<EncoderSession> _fast;

    /// <param name="open">Opens the session; told whether it is for a few runs only.</param>
    /// <param name="once">Whether the model was opened for a few runs.</param>
    public TowerSessions(Func<bool, EncoderSession> open, bool once)
    {
        _fast = new Lazy<EncoderSession>(() => open(false));
        _soon = once ? new Lazy<EncoderSession>(() => open(true)) : _fast;
    }

    /// <summary>Whether the graph has been loaded.</summary>
    public bool IsLoaded => _soon.IsValueCreated || _fast.IsValueCreated;

    /// <summary>Any session there is, or one that is ready soon.</summary>
    public EncoderSession Any => _fast.IsValueCreated ? _fast.Value : _soon.Value;

    /// <summary>The session to run with.</summary>
    /// <param name="many">Whether many items are to be encoded.</param>
    public EncoderSession For(bool many) => many ? _fast.Value : Any;

    public void Dispose()
    {
        if (_soon.IsValueCreated)
            _soon.Value.Dispose();
        if (_fast.IsValueCreated && !ReferenceEquals(_fast, _soon))
            _fast.Value.Dispose();
    }
}

namespace Clip.Resources;

/// <summary>
/// How long a native resource lives. Its owner ends it, and it is released when its last use has ended, so that one
/// thread may dispose of the owner while others use the resource. Thread-safe, without locks.
/// </summary>
/// <param name="owner">The name of the type that is disposed, for <see cref="ObjectDisposedException"/>.</param>
/// <param name="release">Releases the resource; called once.</param>
internal sealed class Lifetime(string owner, Action release)
{
    private int _users = 1; // the owner itself
    private int _ended;

    /// <summary>Whether the owner was disposed.</summary>
    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Begins a use; the resource is not released before it ends.</summary>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public Use Begin()
    {
        ThrowIfEnded();
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return new Use(this);
            users = seen;
        }
        throw new ObjectDisposedException(owner);
    }

    /// <summary>Throws once the owner was disposed.</summary>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public void ThrowIfEnded()
    {
        if (HasEnded)
            throw new ObjectDisposedException(owner);
    }

    /// <summary>Ends the life: no use begins any more. Further calls have no effect.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            Leave();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            release();
    }

    /// <summary>A use of the resource, ended when this is disposed.</summary>
    public readonly ref struct Use(Lifetime lifetime)
    {
        /// <summary>Ends the use.</summary>
        public void Dispose() => lifetime.Leave();
    }
}

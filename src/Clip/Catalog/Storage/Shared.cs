namespace Clip.Catalog.Storage;

/// <summary>
/// A resource with several users, disposed when the last of them releases it. Thread-safe, without locks.
/// </summary>
/// <param name="value">The resource. The creator of this object is the first user.</param>
internal sealed class Shared<T>(T value) where T : IDisposable
{
    private int _users = 1;

    public T Value => value;

    /// <summary>Adds a user.</summary>
    /// <returns>False when the last user has left.</returns>
    public bool TryAcquire()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;
            users = seen;
        }
        return false;
    }

    /// <summary>Removes a user.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            value.Dispose();
    }
}

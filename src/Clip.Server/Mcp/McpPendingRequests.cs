using System.Globalization;
using ModelContextProtocol.Protocol;

namespace Clip.Server.Mcp;

/// <summary>The requests of a connection that are not answered yet. Thread-safe.</summary>
/// <param name="most">How many may run at a time; further ones wait to be read.</param>
internal sealed class McpPendingRequests(int most)
{
    private readonly Lock _turn = new();
    private readonly HashSet<string> _ids = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Adds a request, when there is room.</summary>
    public async Task AddAsync(RequestId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_turn)
            {
                if (_ids.Count < most)
                {
                    _ids.Add(Key(id.Id));
                    return;
                }
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A request is answered.</summary>
    public void Remove(RequestId id) => Remove(Key(id.Id));

    /// <summary>The client does not want a request's answer any more, so that there will be none.</summary>
    public void RemoveCancelled(JsonRpcNotification notification)
    {
        if (notification.Params?["requestId"] is { } id)
            Remove(Key(id));
    }

    /// <summary>Waits until every request is answered.</summary>
    /// <param name="longest">When to give up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitForNoneAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        while (true)
        {
            Task changed;
            lock (_turn)
            {
                if (_ids.Count == 0)
                    return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(patience.Token).ConfigureAwait(false);
        }
    }

    // A number and a text of the same digits are different ids, but a client that uses both does not exist.
    private static string Key(object? id) => Convert.ToString(id, CultureInfo.InvariantCulture) ?? "";

    private void Remove(string key)
    {
        TaskCompletionSource changed;
        lock (_turn)
        {
            if (!_ids.Remove(key))
                return;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }
}

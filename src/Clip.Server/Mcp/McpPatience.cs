using Clip.Server.Mounting;

namespace Clip.Server.Mcp;

/// <summary>
/// Waits for the first indexing of a library. A model that is told to try again soon does not, so it waits longer than
/// other clients, but less than the shortest time in which clients give up.
/// </summary>
internal static class McpPatience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    public static async Task WaitAsync(MountedLibrary library, CancellationToken cancellationToken)
    {
        var end = Environment.TickCount64 + (long)Longest.TotalMilliseconds;
        while (!library.CanBeSearched && Environment.TickCount64 < end)
            await library.WaitForFirstUpdateAsync(cancellationToken).ConfigureAwait(false);
    }
}

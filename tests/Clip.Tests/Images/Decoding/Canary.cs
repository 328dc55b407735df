using System.Net;
using System.Net.Sockets;

namespace Clip.Tests.Images;

/// <summary>
/// A file and an address that hostile pictures refer to; detects whether the file was read or the address called.
/// </summary>
internal sealed class Canary : IAsyncDisposable
{
    private const string Own = "read-by-the-test.txt";

    private readonly TestFolder _folder = new();
    private readonly FileSystemWatcher _watcher;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _ownSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _touched = [];

    public Canary()
    {
        System.IO.File.WriteAllText(File, "secret");
        System.IO.File.WriteAllText(_folder.At(Own), "sentinel");
        _listener.Start();
        // Linux reports a change of "last access" for each read, whether or not the file system stores the time.
        _watcher = new FileSystemWatcher(_folder.Path)
        {
            NotifyFilter = NotifyFilters.LastAccess | NotifyFilters.FileName | NotifyFilters.LastWrite,
        };
        _watcher.Changed += Note;
        _watcher.Created += Note;
        _watcher.Deleted += Note;
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>The file that must not be read.</summary>
    public string File => _folder.At("secret.txt");

    /// <summary>The address that must not be called.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>
    /// Fails if the file was read or the address called, and checks the detection by touching both itself.
    /// </summary>
    public async Task AssertUntouchedAsync(CancellationToken cancellationToken)
    {
        using var own = new TcpClient(AddressFamily.InterNetwork);
        await own.ConnectAsync((IPEndPoint)_listener.LocalEndpoint, cancellationToken);
        using (var first = await _listener.AcceptTcpClientAsync(cancellationToken))
            // connections are accepted in order
            Assert.Equal(own.Client.LocalEndPoint, first.Client.RemoteEndPoint);

        Assert.Equal(
            ["read-by-the-test.txt", "secret.txt"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (OperatingSystem.IsLinux())
        {
            await System.IO.File.ReadAllTextAsync(_folder.At(Own), cancellationToken);
            await _ownSeen.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken); // in order
        }
        lock (_touched)
            Assert.Empty(_touched);
    }

    public ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        _listener.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Note(object sender, FileSystemEventArgs e)
    {
        if (e.Name == Own)
        {
            _ownSeen.TrySetResult();
            return;
        }
        lock (_touched)
            _touched.Add($"{e.ChangeType} {e.Name}");
    }
}

using System.Collections.Concurrent;
using System.Text;
using Clip.Cli.Screen;

namespace Clip.Tests.Cli.Screen;

/// <summary>A terminal that keeps what it is sent, and sends what it is told to.</summary>
internal sealed class FakeTerminal : ITerminalDevice
{
    private readonly BlockingCollection<byte[]> _input = [];
    private readonly StringBuilder _written = new();
    private readonly SemaphoreSlim _news = new(0);

    public (int Width, int Height) Size { get; set; } = (80, 24);

    public bool SignalsSize => false;

    public bool IsInForeground => true;

    /// <summary>All that was written.</summary>
    public string Written
    {
        get
        {
            lock (_written)
                return _written.ToString();
        }
    }

    public void Send(string text) => _input.Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Waits until what was written is as expected.</summary>
    public async Task SeesAsync(Func<string, bool> isExpected)
    {
        using var longest = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        longest.CancelAfter(TimeSpan.FromSeconds(20));
        while (!isExpected(Written))
            await _news.WaitAsync(longest.Token);
    }

    public void EnterRawMode(TimeSpan? longestRead = null)
    {
    }

    public void LeaveRawMode()
    {
    }

    public int Read(Span<byte> buffer)
    {
        foreach (var bytes in _input.GetConsumingEnumerable())
        {
            bytes.CopyTo(buffer);
            return bytes.Length;
        }
        return 0;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_written)
            _written.Append(Encoding.UTF8.GetString(bytes));
        _news.Release();
    }

    public void Suspend()
    {
    }

    // Whoever waits in a read is woken; what is left is memory.
    public void Dispose() => _input.CompleteAdding();
}

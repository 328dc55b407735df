using System.Runtime.InteropServices;
using Clip.Cli.Verbs;

namespace Clip.Cli;

/// <summary>
/// Stops the program within a second of Ctrl-C, a kill or a closed terminal. The running verb is asked to end; where it
/// cannot, as while it waits for a line of input, the program ends without it. A second signal ends it at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<int> _overdue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;
    private volatile int _exitCode;

    public Interruption() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, ExitCode.HungUp)),
    ];

    /// <summary>Runs the program.</summary>
    /// <returns>Its exit code, or that of the signal that stopped it.</returns>
    public async Task<int> RunAsync(Func<CancellationToken, Task<int>> program)
    {
        var running = Task.Run(() => program(_stop.Token), CancellationToken.None);
        var code = await (await Task.WhenAny(running, _overdue.Task).ConfigureAwait(false)).ConfigureAwait(false);
        // A verb that had finished before the signal took effect has its own exit code.
        return code == ExitCode.Interrupted ? _exitCode : code;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        if (_exitCode != 0)
            return;
        _exitCode = exitCode;
        context.Cancel = true;
        _ = Task.Run(async () =>
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await Task.Delay(GracePeriod.Time).ConfigureAwait(false);
            _overdue.TrySetResult(exitCode);
        });
    }
}

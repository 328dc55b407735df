using System.Diagnostics;

namespace Clip.Tests;

/// <summary>A program that a test starts, and that does not outlive it: it is killed when it is disposed of.</summary>
internal sealed class ChildProcess : Process
{
    private ChildProcess(ProcessStartInfo start) => StartInfo = start;

    /// <summary>Starts a program.</summary>
    public static new ChildProcess Start(ProcessStartInfo start)
    {
        var child = new ChildProcess(start);
        ((Process)child).Start();
        return child;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended, or was never started.
            }
        }
        base.Dispose(disposing);
    }
}

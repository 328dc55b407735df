namespace Clip.Cli.Screen;

/// <summary>The terminal of this process, whatever its standard streams are.</summary>
internal interface ITerminalDevice : IDisposable
{
    /// <summary>The columns and lines.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>Whether the system signals a change of the size; otherwise it has to be looked at.</summary>
    bool SignalsSize => true;

    /// <summary>Whether the terminal listens to this program, and not to the shell that runs it beside.</summary>
    bool IsInForeground { get; }

    /// <summary>Passes on each key at once, without showing it.</summary>
    /// <param name="longestRead">
    /// How long a read waits before it ends with 0, and a key for a signal stays one; null to wait for whatever comes.
    /// </param>
    void EnterRawMode(TimeSpan? longestRead = null);

    /// <summary>Does again what it did before <see cref="EnterRawMode"/>.</summary>
    void LeaveRawMode();

    /// <summary>Waits for bytes.</summary>
    /// <returns>How many came; 0 at the end, or when nothing came for long enough.</returns>
    int Read(Span<byte> buffer);

    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Stops this process until the shell continues it; does nothing where the system cannot.</summary>
    void Suspend();
}

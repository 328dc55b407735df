namespace Clip.Cli.Screen;

/// <summary>The terminal of this process, whatever its standard streams are.</summary>
internal interface ITerminalDevice : IDisposable
{
    /// <summary>The columns and lines.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>Passes on each key at once, without showing it.</summary>
    void EnterRawMode();

    /// <summary>Does again what it did before <see cref="EnterRawMode"/>.</summary>
    void LeaveRawMode();

    /// <summary>Waits for bytes.</summary>
    /// <returns>How many came; 0 at the end.</returns>
    int Read(Span<byte> buffer);

    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Stops this process until the shell continues it; does nothing where the system cannot.</summary>
    void Suspend();
}

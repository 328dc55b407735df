using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Clip.Cli.Output;

/// <summary>The reader of standard output has gone away.</summary>
internal sealed class BrokenPipeException(Exception cause) : Exception("standard output was closed", cause);

/// <summary>
/// Standard output for results and standard error for everything else. Results are buffered and leave at the end of a
/// verb or when it flushes.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly MemoryStream _pending = new();
    private readonly TextWriter _errors;
    private readonly Lock _lock = new();
    private Action? _clearProgress;

    private Terminal(bool quiet, bool verbose, string color)
    {
        IsQuiet = quiet;
        IsVerbose = verbose;
        _errors = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true };
        HasColor = color switch
        {
            "always" => true,
            "never" => false,
            _ => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>Whether only errors are written to standard error.</summary>
    public bool IsQuiet { get; }

    /// <summary>Whether details are written to standard error.</summary>
    public bool IsVerbose { get; }

    /// <summary>Whether standard output may carry colours.</summary>
    public bool HasColor { get; }

    /// <summary>Whether a progress bar makes sense: standard error is a terminal and nobody asked for quiet.</summary>
    public bool ShowsProgress => !IsQuiet && !Console.IsErrorRedirected;

    public static Terminal For(ParseResult parsed) => new(
        parsed.GetValue(GlobalOptions.Quiet), parsed.GetValue(GlobalOptions.Verbose), parsed.GetValue(GlobalOptions.Color) ?? "auto");

    /// <summary>Writes a line of results.</summary>
    public void Line(string text) => Write(text + "\n");

    /// <summary>Writes results as they stand.</summary>
    public void Write(string text)
    {
        _pending.Write(Utf8.GetBytes(text));
        FlushIfLarge();
    }

    /// <summary>Writes raw bytes to standard output.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _pending.Write(bytes);
        FlushIfLarge();
    }

    /// <summary>Writes one JSON object as a line.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(_pending, value, type);
        _pending.WriteByte((byte)'\n');
        FlushIfLarge();
    }

    /// <summary>Says what went wrong, in one line.</summary>
    public void Error(string message) => Message("clipsearch: " + message);

    /// <summary>Says what the user may want to know, unless quiet.</summary>
    public void Warn(string message)
    {
        if (!IsQuiet)
            Message("clipsearch: " + message);
    }

    /// <summary>Says what is done and why, where asked for.</summary>
    public void Detail(string message)
    {
        if (IsVerbose)
            Message("clipsearch: " + message);
    }

    /// <summary>Names what clears the progress bar before a message, so that both stay readable; null when it is gone.</summary>
    public void OnMessage(Action? clearProgress) => _clearProgress = clearProgress;

    /// <summary>Sends what is buffered.</summary>
    public void Flush()
    {
        try
        {
            _output.Write(_pending.GetBuffer().AsSpan(0, (int)_pending.Length));
            _output.Flush();
        }
        catch (IOException error)
        {
            throw new BrokenPipeException(error);
        }
        finally
        {
            _pending.SetLength(0);
        }
    }

    public void Dispose()
    {
        try
        {
            Flush();
        }
        catch (BrokenPipeException)
        {
            // Nobody is left to tell.
        }
        _errors.Dispose();
        _output.Dispose();
    }

    private void Message(string text)
    {
        lock (_lock)
        {
            _clearProgress?.Invoke();
            _errors.WriteLine(text);
        }
    }

    private void FlushIfLarge()
    {
        if (_pending.Length > 1 << 16)
            Flush();
    }
}

using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Clip.Cli.Output;

/// <summary>
/// Standard output for results and standard error for everything else. Results are buffered and leave at the end of a
/// verb or when it flushes. Messages may come from several threads, results from one at a time.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly ResultStream _output = new();
    private readonly MemoryStream _pending = new();
    private readonly TextWriter _errors;
    private readonly Lock _lock = new();
    private Action? _clearProgress;

    private Terminal(bool quiet, bool verbose, string color)
    {
        IsQuiet = quiet;
        IsVerbose = verbose;
        _errors = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true };
        HasColor = WantsColor(color, Console.IsOutputRedirected);
        HasErrorColor = WantsColor(color, Console.IsErrorRedirected);
    }

    /// <summary>Whether only errors are written to standard error.</summary>
    public bool IsQuiet { get; }

    /// <summary>Whether details are written to standard error.</summary>
    public bool IsVerbose { get; }

    /// <summary>Whether standard output may carry colours.</summary>
    public bool HasColor { get; }

    /// <summary>Whether standard error may carry colours.</summary>
    public bool HasErrorColor { get; }

    /// <summary>Whether a progress bar makes sense: standard error is a terminal that can move its cursor, and nobody asked for quiet.</summary>
    public bool ShowsProgress => !IsQuiet && !Console.IsErrorRedirected && !IsDumb;

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    public static Terminal For(ParseResult parsed) => new(
        IsGiven(parsed, GlobalOptions.Quiet), IsGiven(parsed, GlobalOptions.Verbose),
        parsed.GetResult(GlobalOptions.Color) is { Tokens: [var color] } ? color.Value : "auto");

    /// <summary>Writes a line of results.</summary>
    public void Line(string text) => Write(text + "\n");

    /// <summary>Writes results as they stand.</summary>
    public void Write(string text) => Write(Utf8.GetBytes(text));

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
    public void Error(string message) => Message(message);

    /// <summary>Says what the user may want to know, unless quiet.</summary>
    public void Warn(string message)
    {
        if (!IsQuiet)
            Message(message);
    }

    /// <summary>Says what is done and why, where asked for.</summary>
    public void Detail(string message)
    {
        if (!IsVerbose)
            return;
        foreach (var line in message.Split('\n'))
            Message(line);
    }

    /// <summary>Names what clears the progress bar before a message, so that both stay readable; null when it is gone.</summary>
    public void OnMessage(Action? clearProgress) => _clearProgress = clearProgress;

    /// <summary>Sends what is buffered.</summary>
    /// <exception cref="BrokenPipeException">The reader has gone away.</exception>
    /// <exception cref="ClipException">The results cannot be written, as on a full disk.</exception>
    public void Flush()
    {
        try
        {
            _output.Write(_pending.GetBuffer().AsSpan(0, (int)_pending.Length));
        }
        finally
        {
            _pending.SetLength(0);
        }
    }

    public void Dispose()
    {
        Flush();
        _errors.Dispose();
        _output.Dispose();
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static bool WantsColor(string color, bool isRedirected) => color switch
    {
        "always" => true,
        "never" => false,
        _ => !isRedirected && !IsDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    private void Message(string text)
    {
        lock (_lock)
        {
            try
            {
                _clearProgress?.Invoke();
                _errors.WriteLine("clipsearch: " + Plain.OneLine(text));
            }
            catch (IOException)
            {
                // Nobody listens any more; the results and the exit code still count.
            }
        }
    }

    private void FlushIfLarge()
    {
        if (_pending.Length > 1 << 16)
            Flush();
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Clip.Cli.Languages;

namespace Clip.Cli.Output;

/// <summary>
/// Standard output for results and standard error for everything else; a process has one. Results are buffered until a
/// verb ends or flushes. Messages may come from several threads, results from one at a time.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private const int BufferedBytes = 1 << 16;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // The lines are UTF-8 and never part of a web page, so letters of every script are written as they are.
    private static readonly JsonWriterOptions JsonFormat = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TerminalSettings _settings;
    private readonly ResultStream _output = new();
    private readonly MemoryStream _pending = new();
    private readonly TextWriter _errors;
    private readonly Lock _turn = new();
    private readonly Encoding? _consoleEncoding;
    private Utf8JsonWriter? _json;

    public Terminal(TerminalSettings settings)
    {
        _settings = settings;
        // The console of Windows takes bytes for those of its code page.
        if (OperatingSystem.IsWindows() && !(Console.IsOutputRedirected && Console.IsErrorRedirected))
            (_consoleEncoding, Console.OutputEncoding) = (Console.OutputEncoding, Utf8);
        _errors = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true };
        HasColor = WantsColor(settings.Color, Console.IsOutputRedirected);
        // Who wants no colors wants plain text; the console of Linux would show the address.
        HasLinks = WantsColor(settings.Links, Console.IsOutputRedirected)
            && (settings.Links != ColorChoice.Auto || (HasColor && !IsLinuxConsole));
        Status = new StatusLine(
            isShown: !settings.IsQuiet && !Console.IsErrorRedirected && !IsDumb,
            WantsColor(settings.Color, Console.IsErrorRedirected), _turn);
    }

    /// <summary>Whether results are JSON Lines.</summary>
    public bool IsJson => _settings.IsJson;

    /// <summary>Whether only errors are written to standard error.</summary>
    public bool IsQuiet => _settings.IsQuiet;

    /// <summary>Whether details are written to standard error.</summary>
    public bool IsVerbose => _settings.IsVerbose;

    /// <summary>Whether standard output may carry colors.</summary>
    public bool HasColor { get; }

    /// <summary>Whether a screen may have colors, wherever results go.</summary>
    public bool HasColorOnScreen => WantsColor(_settings.Color, isRedirected: false);

    /// <summary>Whether names of files are links to them.</summary>
    public bool HasLinks { get; }

    /// <summary>The columns of the terminal that results go to; null where they go elsewhere.</summary>
    public int? Width { get; } = WidthOf(Console.IsOutputRedirected);

    /// <summary>The line that shows progress. A message clears it first, so that both stay readable.</summary>
    public StatusLine Status { get; }

    private static bool IsLinuxConsole => Environment.GetEnvironmentVariable("TERM") == "linux";

    /// <summary>Whether the terminal cannot do more than show one line after the other.</summary>
    public static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>The columns of the terminal that messages go to; null where they go elsewhere.</summary>
    public static int? WidthOfErrors() => WidthOf(Console.IsErrorRedirected);

    /// <summary>Writes a line of results. Names may hold anything, which must not control a terminal.</summary>
    public void Line(string text) => Styled(Console.IsOutputRedirected ? text : Plain.Lines(text));

    /// <summary>Writes a line that may hold colors, and nothing else that controls a terminal.</summary>
    public void Styled(string text) => Write(text + "\n");

    /// <summary>Writes a path as a line, quoted where a terminal could not show it and a shell not take it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="file">The full path of the file, which the line links to.</param>
    public void PathLine(string path, string file)
    {
        var shown = Console.IsOutputRedirected || Plain.IsSafe(path) ? path : ShellQuoted.Of(path);
        Styled(HasLinks ? FileLink.Of(shown, file) : shown);
    }

    /// <summary>Writes results as they are.</summary>
    public void Write(string text) => Write(Utf8.GetBytes(text));

    /// <summary>Writes raw bytes to standard output.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _pending.Write(bytes);
        FlushIfLarge();
    }

    /// <summary>Writes one JSON value as a line.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type)
    {
        if (_json is null)
            _json = new Utf8JsonWriter(_pending, JsonFormat);
        else
            _json.Reset();
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        _pending.WriteByte((byte)'\n');
        FlushIfLarge();
    }

    /// <summary>Reports what went wrong, in one line.</summary>
    public void Error(string message) => Message(message);

    /// <summary>Reports what was asked for, as a line of JSON where results are such lines too.</summary>
    public void Report(string line)
    {
        if (IsJson)
            ErrorLine(line);
        else
            Message(line);
    }

    /// <summary>Reports what the user may want to know, unless quiet.</summary>
    public void Warn(string message)
    {
        if (!IsQuiet)
            Message(message);
    }

    /// <summary>Reports what is done and why, if verbose.</summary>
    public void Detail(string message)
    {
        if (!IsVerbose)
            return;
        foreach (var line in message.Split('\n'))
            Message(line);
    }

    /// <summary>Writes what is buffered.</summary>
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
        _json?.Dispose();
        _errors.Dispose();
        _output.Dispose();
        // The shell that started this program goes on with its own.
        if (_consoleEncoding is not null)
            Console.OutputEncoding = _consoleEncoding;
    }

    private static int? WidthOf(bool isRedirected) => isRedirected ? null : TerminalSize.Current()?.Width;

    private static bool WantsColor(ColorChoice color, bool isRedirected) => color switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ => !isRedirected && !IsDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    private void Message(string text) => ErrorLine("clipsearch: " + Plain.OneLine(Texts.OfMessage(text)));

    private void ErrorLine(string line)
    {
        lock (_turn)
        {
            try
            {
                Status.Clear();
                _errors.WriteLine(line);
            }
            catch (IOException)
            {
                // Nobody reads standard error any more; the results and the exit code still count.
            }
        }
    }

    private void FlushIfLarge()
    {
        if (_pending.Length > BufferedBytes)
            Flush();
    }
}

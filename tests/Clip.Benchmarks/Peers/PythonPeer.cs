using System.Diagnostics;
using System.Globalization;

namespace Clip.Benchmarks.Peers;

/// <summary>
/// A Python process that does the same work with the libraries that people would use instead. It runs for the whole
/// duration of the benchmarks, so that only the work is timed, without startup and imports.
/// </summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _folder = new();

    private PythonPeer(string python)
    {
        var script = _folder["peer.py"];
        using (var source = typeof(PythonPeer).Assembly.GetManifestResourceStream("peer.py")!)
        using (var file = File.Create(script))
            source.CopyTo(file);
        var start = new ProcessStartInfo(python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TOKENIZERS_PARALLELISM"] = "false"; // compares one core with one core
        _process = Process.Start(start)!;
        Versions = Ask("versions");
    }

    /// <summary>The libraries and their versions.</summary>
    public string Versions { get; }

    /// <summary>Starts Python, or returns null if no Python was given.</summary>
    public static PythonPeer? Start(BenchmarkOptions options) =>
        options.Python is { } python ? new PythonPeer(python) : null;

    /// <summary>Runs a command once.</summary>
    /// <returns>The result, to be compared with that of the library.</returns>
    public double Run(string command, params IEnumerable<string> arguments) =>
        double.Parse(Ask(string.Join('\t', arguments.Prepend(command))), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python ended at: {line}");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Clip.Benchmarks.Peers;

/// <summary>
/// A Python process that does the same work with the libraries which people would use instead. It lives as long as the
/// benchmarks, so that only the work is timed and neither its start nor its imports.
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
        var start = new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["TOKENIZERS_PARALLELISM"] = "false"; // one core beside one core
        _process = Process.Start(start)!;
        Versions = Ask("versions");
    }

    /// <summary>Its libraries and their versions.</summary>
    public string Versions { get; }

    /// <summary>Starts it, or gives null where no Python was named.</summary>
    public static PythonPeer? Start(BenchmarkOptions options) => options.Python is { } python ? new PythonPeer(python) : null;

    /// <summary>Has it do something once.</summary>
    /// <returns>What came out, for comparing with what ours gives.</returns>
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

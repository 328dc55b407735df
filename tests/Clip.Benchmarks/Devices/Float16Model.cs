using System.ComponentModel;
using System.Diagnostics;

namespace Clip.Benchmarks.Devices;

/// <summary>A copy of a model whose graphs compute in 16 bits, made by <c>float16.py</c>.</summary>
internal static class Float16Model
{
    private const string Script = "float16.py";

    /// <summary>Makes the copy; null where that is not possible, which is reported.</summary>
    /// <param name="python">A Python with onnx and onnxruntime.</param>
    /// <param name="model">The folder of the model.</param>
    /// <param name="folder">The folder of the copy.</param>
    /// <param name="report">Where the reason goes.</param>
    public static string? Make(string? python, string model, TemporaryFolder folder, Report report)
    {
        if (python is null)
        {
            report.Remark("16 bits are skipped: --python names no Python with onnx and onnxruntime.");
            return null;
        }
        var script = folder[Script];
        using (var source = typeof(Float16Model).Assembly.GetManifestResourceStream(Script)!)
        using (var file = File.Create(script))
            source.CopyTo(file);
        var copy = folder[Path.GetFileName(Path.TrimEndingDirectorySeparator(model)) + "-float16"];
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(python, [script, model, copy]) { RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
                return copy;
            report.Remark($"16 bits are skipped: {errors.TrimEnd().Split('\n')[^1]}.");
        }
        catch (Win32Exception error)
        {
            report.Remark($"16 bits are skipped: {error.Message}.");
        }
        return null;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Clip.Benchmarks.Pixels;

/// <summary>The pixels that Pillow decodes, from a Python process that runs for the whole comparison.</summary>
internal sealed class PillowPixels : IDisposable
{
    private readonly Process _process;
    private readonly Stream _answers;
    private readonly TemporaryFolder _folder = new();

    /// <summary>Starts Python.</summary>
    /// <param name="python">A Python with Pillow and numpy.</param>
    /// <exception cref="InvalidOperationException">It has no Pillow or no numpy.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public PillowPixels(string python)
    {
        var script = _folder["pillow_pixels.py"];
        using (var source = typeof(PillowPixels).Assembly.GetManifestResourceStream("pillow_pixels.py")!)
        using (var file = File.Create(script))
            source.CopyTo(file);
        _process = Process.Start(new ProcessStartInfo(python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!;
        _answers = _process.StandardOutput.BaseStream;
        Version = Line();
    }

    /// <summary>The libraries and their versions.</summary>
    public string Version { get; }

    /// <summary>Decodes a file.</summary>
    /// <returns>The pixels, or the reason why there are none.</returns>
    public ComparedPixels Decode(string path)
    {
        _process.StandardInput.WriteLine(path);
        _process.StandardInput.Flush();
        var answer = Line();
        if (!answer.StartsWith("ok ", StringComparison.Ordinal))
            return ComparedPixels.Refused(answer[3..]);
        var size = answer.Split(' ');
        var width = int.Parse(size[1], CultureInfo.InvariantCulture);
        var height = int.Parse(size[2], CultureInfo.InvariantCulture);
        var rgb = new byte[3 * width * height];
        _answers.ReadExactly(rgb);
        return new ComparedPixels(width, height, rgb, null);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private string Line()
    {
        List<byte> line = [];
        for (var value = _answers.ReadByte(); value != '\n'; value = _answers.ReadByte())
        {
            if (value < 0)
                throw new InvalidOperationException("Python ended; it needs Pillow and numpy.");
            line.Add((byte)value);
        }

        return Encoding.UTF8.GetString([.. line]);
    }
}

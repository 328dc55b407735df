using System.Globalization;

namespace Clip.Benchmarks;

/// <summary>Optional things to measure, each given by an option or an environment variable.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>A Python with tokenizers, Pillow and numpy.</summary>
    public string? Python { get; private init; }

    /// <summary>A published <c>clipsearch</c>; if null, the benchmarks publish it.</summary>
    public string? Clipsearch { get; private init; }

    /// <summary>An earlier <c>clipsearch</c> to compare with; null for none.</summary>
    public string? Before { get; private init; }

    /// <summary>USearch's native library; null for none.</summary>
    public string? Usearch { get; private init; }

    /// <summary>The folder of a larger model.</summary>
    public string? Model { get; private init; }

    /// <summary>
    /// A script that runs rclip on that model with <see cref="Python"/>: <c>SCRIPT MODEL QUERY</c> in the folder of the
    /// pictures.
    /// </summary>
    public string? Rclip { get; private init; }

    /// <summary>The maximum number of files in the section <c>growth</c>.</summary>
    public int Files { get; private init; } = 10_000;

    /// <summary>The number of vectors in a file to search as well; 0 for none.</summary>
    public int Vectors { get; private init; }

    /// <summary>A database with pgvector for the section <c>store</c>, which fills it; null for none.</summary>
    public string? Store { get; private init; }

    /// <summary>Where the section <c>gallery</c> draws the searches that the README shows; null for nowhere.</summary>
    public string? Sheet { get; private init; }

    /// <summary>The device of the section <c>device</c>; null for the first one that works.</summary>
    public string? Device { get; private init; }

    /// <summary>Another build of ONNX Runtime to measure with; null for the one of this build.</summary>
    public string? OrtLibrary { get; private init; }

    /// <summary>The selected sections; empty for all.</summary>
    public IReadOnlyList<string> Sections { get; private init; } = [];

    public const string Help = """
        Usage: Clip.Benchmarks [SECTION...] [options]

          --python PATH       a Python with tokenizers, Pillow and numpy to compare with (CLIP_BENCH_PYTHON)
          --clipsearch PATH   a published clipsearch to use instead of publishing one (CLIP_BENCH_CLIPSEARCH)
          --before PATH       an earlier clipsearch to compare with, in the section coldstart
          --usearch PATH      USearch's native library to compare with, in the section queries
          --model DIR         a larger model for cold starts (CLIP_BENCH_MODEL)
          --rclip SCRIPT      runs rclip on that model: PYTHON SCRIPT MODEL QUERY (CLIP_BENCH_RCLIP)
          --files N           the maximum number of files in the section growth (CLIP_BENCH_FILES; 10000)
          --vectors N         also search N vectors of 2 KB in a file, in the section scan (CLIP_BENCH_VECTORS)
          --store ADDRESS     a database with pgvector to fill, in the section store (CLIP_BENCH_STORE); with --vectors
          --device NAME       the device of the section device (CLIP_BENCH_DEVICE; the first one that works)
          --ort-library PATH  measure with another build of ONNX Runtime (CLIP_BENCH_ORT_LIBRARY)
          --sheet OUT.jpg     draw the README's searches, in the section gallery

        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An option is unknown, or its value is missing or invalid.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions
        {
            Python = Variable("PYTHON"),
            Clipsearch = Variable("CLIPSEARCH"),
            Model = Variable("MODEL"),
            Rclip = Variable("RCLIP"),
            Store = Variable("STORE"),
            Device = Variable("DEVICE"),
            OrtLibrary = Variable("ORT_LIBRARY"),
        };
        if (Variable("FILES") is { } files)
            options = options with { Files = Count("CLIP_BENCH_FILES", files) };
        if (Variable("VECTORS") is { } vectors)
            options = options with { Vectors = Count("CLIP_BENCH_VECTORS", vectors) };
        List<string> sections = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                sections.Add(arguments[i]);
                continue;
            }

            var option = arguments[i];
            if (++i == arguments.Count)
                throw new ArgumentException($"{option}: is not an option, or needs a value");
            options = option switch
            {
                "--python" => options with { Python = arguments[i] },
                "--clipsearch" => options with { Clipsearch = Path.GetFullPath(arguments[i]) },
                "--before" => options with { Before = Path.GetFullPath(arguments[i]) },
                "--usearch" => options with { Usearch = Path.GetFullPath(arguments[i]) },
                "--model" => options with { Model = Path.GetFullPath(arguments[i]) },
                "--rclip" => options with { Rclip = Path.GetFullPath(arguments[i]) },
                "--sheet" => options with { Sheet = Path.GetFullPath(arguments[i]) },
                "--store" => options with { Store = arguments[i] },
                "--device" => options with { Device = arguments[i] },
                "--ort-library" => options with { OrtLibrary = Path.GetFullPath(arguments[i]) },
                "--vectors" => options with { Vectors = Count(option, arguments[i]) },
                "--files" => options with { Files = Count(option, arguments[i]) },
                _ => throw new ArgumentException($"{option}: is not an option"),
            };
        }

        return options with { Sections = sections };
    }

    private static int Count(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new ArgumentException($"{name}: {value} is not a whole number from 1");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable("CLIP_BENCH_" + name) is { Length: > 0 } value ? value : null;
}

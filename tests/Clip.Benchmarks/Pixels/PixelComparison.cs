using System.Globalization;
using Clip.Files;
using Clip.Images.Preprocessing;

namespace Clip.Benchmarks.Pixels;

/// <summary>
/// Decodes the pictures in folders, beside Pillow where Python has it, and counts by format how often both agree.
/// </summary>
internal static class PixelComparison
{
    private const string Help = """
        Usage: Clip.Benchmarks pixels FOLDER... [options]

          --python PATH   a Python with Pillow and numpy, and pi-heif or pillow-heif for HEIC (CLIP_BENCH_PYTHON)
          --within N      differences up to N count as small (2)
          --all           also compare files without a picture's extension
          --list          list every file that is not equal

        """;

    private static readonly ImagePreprocessor Unresized = new(PreprocessorConfig.Parse(
        """{"do_resize": false}"""u8.ToArray(), "unresized"));

    /// <summary>Runs the comparison.</summary>
    /// <returns>The exit code: 0, or 2 for wrong arguments.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var python = Environment.GetEnvironmentVariable("CLIP_BENCH_PYTHON");
        var (within, list, all) = (2, false, false);
        List<string> folders = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--python" when i + 1 < arguments.Count:
                    python = arguments[++i];
                    break;
                case "--within" when i + 1 < arguments.Count
                    && int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out within):
                    i++;
                    break;
                case "--list":
                    list = true;
                    break;
                case "--all":
                    all = true;
                    break;
                case var folder when !folder.StartsWith('-') && Directory.Exists(folder):
                    folders.Add(folder);
                    break;
                default:
                    Console.Error.WriteLine($"{arguments[i]}: is neither a folder nor an option");
                    Console.Error.WriteLine(Help);
                    return 2;
            }
        }

        if (folders.Count == 0)
        {
            Console.Error.WriteLine(Help);
            return 2;
        }

        var files = folders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => all || PictureFileName.HasPictureExtension(file))
            .Order(StringComparer.Ordinal);
        using var pillow = python is null ? null : new PillowPixels(python);
        Compare(files, pillow, within, list);
        return 0;
    }

    private static void Compare(IEnumerable<string> files, PillowPixels? pillow, int within, bool list)
    {
        SortedDictionary<string, PixelAgreement> formats = new(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var format = Path.GetExtension(file).TrimStart('.').ToUpperInvariant();
            if (!formats.TryGetValue(format, out var agreement))
                formats[format] = agreement = new PixelAgreement();
            var remark = agreement.Add(Decode(file), pillow?.Decode(file), within);
            if (list && remark is not null)
                Console.WriteLine($"{file}: {remark}");
        }

        var report = new Report(Console.Out);
        report.Remark(pillow is null ? "Without Pillow; see --python." : $"Compared with {pillow.Version}.");
        report.Table(
            ["extension", "files", "equal", $"off by ≤ {within}", "different", "refused here", "by Pillow", "by both"],
            formats.Select(format => format.Value.Cells(format.Key)));
    }

    private static ComparedPixels Decode(string file)
    {
        try
        {
            using var picture = Unresized.Decode(file, DecodeMode.Exact);
            var rgb = new byte[3 * picture.Width * picture.Height];
            Unresized.Write(picture, rgb);
            return new ComparedPixels(picture.Width, picture.Height, rgb, null);
        }
        catch (PictureException error)
        {
            return ComparedPixels.Refused($"{error.Problem}; {error.Remedy}");
        }
    }
}

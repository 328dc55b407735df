using Clip.Images;

namespace Clip.Cli.Verbs.Inspect;

/// <summary>
/// A folder of PNG files that are named after the pictures they come from. Of two pictures with one name, the second
/// gets a number.
/// </summary>
internal sealed class PixelFolder
{
    private readonly string _path;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    private PixelFolder(string path) => _path = path;

    /// <exception cref="ClipException">The folder cannot be created.</exception>
    public static PixelFolder Create(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new PixelFolder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClipException(path, "cannot be created as a folder", "choose another --out", error);
        }
    }

    /// <summary>Writes the pixels of a picture.</summary>
    /// <exception cref="PictureException">The file cannot be written.</exception>
    public void Write(string input, ReadOnlySpan<byte> rgb, int width, int height)
    {
        var name = input == "-" ? "stdin" : Path.GetFileName(input.TrimEnd('/'));
        name = string.Join('_', name.Split(Path.GetInvalidFileNameChars()));
        var unique = name;
        for (var number = 2; !_names.Add(unique); number++)
            unique = $"{name}-{number}";
        PngFile.Write(Path.Combine(_path, unique + ".png"), rgb, width, height);
    }
}

using Clip.Images;

namespace Clip.Cli.Output;

/// <summary>A folder for PNG files named after the pictures they come from; of two pictures of one name, the second gets a number.</summary>
internal sealed class PixelFolder
{
    private readonly string _path;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    private PixelFolder(string path) => _path = path;

    /// <exception cref="ClipException">The folder cannot be made.</exception>
    public static PixelFolder Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new PixelFolder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClipException(path, "cannot be made a folder", "choose another --out", error);
        }
    }

    /// <summary>Writes the pixels of a picture.</summary>
    /// <exception cref="PictureException">The file cannot be written.</exception>
    public void Write(string input, ReadOnlySpan<byte> rgb, int width, int height)
    {
        var name = input == "-" ? "stdin" : Path.GetFileName(input.TrimEnd('/'));
        name = string.Join('_', name.Split(Path.GetInvalidFileNameChars()));
        var unique = name;
        for (var number = 2; !_taken.Add(unique); number++)
            unique = $"{name}-{number}";
        PngFile.Write(Path.Combine(_path, unique + ".png"), rgb, width, height);
    }
}

using System.Text;

namespace Clip.Cli.Verbs.Search;

/// <summary>Reads queries, one on each line.</summary>
internal static class QueryLines
{
    private const long MaxBytes = 64 << 20;

    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <exception cref="ClipException">It cannot be read.</exception>
    public static IEnumerable<string> Read(string path)
    {
        try
        {
            using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            if (stream.CanSeek && stream.Length > MaxBytes)
                throw new ClipException(path, "is too large for a list of queries", "split it");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            List<string> lines = [];
            while (reader.ReadLine() is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                    lines.Add(line.Trim());
            }
            return lines;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClipException(path, "does not exist", "check the path", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClipException(
                path, $"cannot be read ({error.Message.TrimEnd('.')})", "give a file with a query on each line", error);
        }
    }
}

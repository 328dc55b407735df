using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>
/// The fingerprint that an earlier process computed of a model's files, valid as long as nobody writes them: computing
/// it again reads megabytes and loads a cryptographic library, which takes longer than a search.
/// </summary>
/// <remarks>One small file per model in the folder of optimized graphs, next to the graphs.</remarks>
internal sealed class KnownFingerprint
{
    /// <summary>How the names of the files end.</summary>
    public const string Extension = ".fingerprint";

    private const string FirstLine = "clip fingerprint 1";

    private readonly string _path;
    private readonly ContentStamp _stamp;

    private KnownFingerprint(string path, ContentStamp stamp) => (_path, _stamp) = (path, stamp);

    /// <summary>
    /// What is known of a model; null where nothing can be, because there is no cache or the file system does not tell
    /// whether a file was changed.
    /// </summary>
    /// <param name="folder">The folder of optimized graphs; null for none.</param>
    /// <param name="files">The paths of the files that are hashed, by the names that are hashed with them.</param>
    /// <param name="settings">What else is hashed.</param>
    public static KnownFingerprint? Of(
        string? folder, IReadOnlyDictionary<string, string> files, string settings)
    {
        if (folder is null || ContentStamp.Of(files.Values) is not { } stamp)
            return null;
        var everything = string.Join('\n', files.SelectMany(static file => (string[])[file.Key, file.Value]));
        var key = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes($"{settings}\n{everything}"));
        return new KnownFingerprint(
            Path.Combine(folder, key.ToString("x32", CultureInfo.InvariantCulture) + Extension), stamp);
    }

    /// <summary>The fingerprint; null where the files have changed, or none was computed yet.</summary>
    public string? Find()
    {
        try
        {
            return File.Exists(_path) && File.ReadAllLines(_path) is [FirstLine, var stamp, { Length: 32 } value]
                && stamp == Stamp && value.All(char.IsAsciiHexDigitLower)
                ? value
                : null;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }

    /// <summary>Keeps the fingerprint, unless the files have just been changed.</summary>
    public void Keep(string fingerprint)
    {
        if (!_stamp.IsSettled)
            return;
        try
        {
            AtomicFile.Write(_path, Encoding.UTF8.GetBytes($"{FirstLine}\n{Stamp}\n{fingerprint}\n"));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            // The next process computes it again.
        }
    }

    /// <summary>Deletes a file of this kind where that is possible.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use on Windows, or in a folder that cannot be written.
        }
    }

    private string Stamp => _stamp.Value.ToString("x32", CultureInfo.InvariantCulture);
}

using Clip.Files;

namespace Clip.Interchange.Rows;

/// <summary>
/// A file that is written beside its place and moved there when it is complete; otherwise it leaves nothing behind.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private bool _isComplete;

    public OutputFile(string path)
    {
        _path = path;
        _partial = $"{path}.{Guid.NewGuid():N}.part";
        Stream = Try(() => new FileStream(_partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20));
    }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Calls something that writes, and describes an error of the disk.</summary>
    public T Try<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw new InterchangeException(
                _path, $"cannot be written ({error.Message.TrimEnd('.')})",
                "check the folder, its permissions and the space on its drive", error);
        }
    }

    /// <summary>Moves the complete file to its place.</summary>
    public void Complete() => _isComplete = Try(() =>
    {
        Stream.Dispose();
        File.Move(_partial, _path, overwrite: true);
        return true;
    });

    public void Dispose()
    {
        Stream.Dispose();
        if (!_isComplete)
            File.Delete(_partial);
    }
}

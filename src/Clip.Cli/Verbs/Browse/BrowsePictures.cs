using Clip.Images.Thumbnails;

namespace Clip.Cli.Verbs.Browse;

/// <summary>
/// Reads the pictures that are on the screen, in the background, the first ones first. Those that are not on it any
/// more are not read, and those that were read last are kept. Thread-safe.
/// </summary>
/// <param name="isRead">Called when a picture has been read.</param>
internal sealed class BrowsePictures(Action isRead) : IDisposable
{
    private const int MostKept = 400;

    private readonly Lock _turn = new();
    private readonly Dictionary<(string File, int Width, int Height), RgbPixels?> _kept = [];
    private readonly Queue<(string File, int Width, int Height)> _oldestFirst = [];
    private readonly ThumbnailReader _reader = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<(string File, int Width, int Height)> _reading = [];
    private Queue<(string File, int Width, int Height)> _wanted = [];
    private int _workers;

    /// <summary>A picture that has been read; null where it has not, or cannot be.</summary>
    public RgbPixels? Find(string file, int width, int height)
    {
        lock (_turn)
            return _kept.GetValueOrDefault((file, width, height));
    }

    /// <summary>Says which pictures are on the screen, in the place of those of before.</summary>
    public void Want(IEnumerable<(string File, int Width, int Height)> pictures)
    {
        lock (_turn)
        {
            _wanted = new Queue<(string, int, int)>(
                pictures.Where(one => !_kept.ContainsKey(one) && !_reading.Contains(one)));
            // One core is for searching and drawing.
            while (_workers < Math.Min(_wanted.Count, Math.Max(1, Environment.ProcessorCount - 1)))
            {
                _workers++;
                _ = Task.Run(ReadAll);
            }
        }
    }

    public void Dispose() => _stop.Cancel();

    private void ReadAll()
    {
        while (true)
        {
            (string File, int Width, int Height) next;
            lock (_turn)
            {
                if (_stop.IsCancellationRequested || !_wanted.TryDequeue(out next))
                {
                    _workers--;
                    return;
                }
                _reading.Add(next);
            }
            Keep(next, Read(next));
            isRead();
        }
    }

    private RgbPixels? Read((string File, int Width, int Height) picture)
    {
        try
        {
            return _reader.Read(picture.File, picture.Width, picture.Height, _stop.Token);
        }
        catch (Exception error) when (error is PictureException or OperationCanceledException)
        {
            return null;
        }
    }

    private void Keep((string File, int Width, int Height) key, RgbPixels? pixels)
    {
        lock (_turn)
        {
            _reading.Remove(key);
            if (_kept.TryAdd(key, pixels))
                _oldestFirst.Enqueue(key);
            while (_oldestFirst.Count > MostKept)
                _kept.Remove(_oldestFirst.Dequeue());
        }
    }
}

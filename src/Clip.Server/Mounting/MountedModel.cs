using Clip.Server.Batching;
using Clip.Server.Metrics;
using Clip.Server.Problems;

namespace Clip.Server.Mounting;

/// <summary>A model under its name, and the queues in which requests for it wait. Thread-safe.</summary>
internal sealed class MountedModel : IAsyncDisposable
{
    private readonly ClipServerOptions _options;
    private readonly BatchQueue<string, float[]> _texts;
    private readonly BatchQueue<PictureItem, BatchedImage> _pictures;

    public MountedModel(MountedModelOptions mounted, ClipServerOptions options, ServerMetrics metrics)
    {
        (Name, Model, _options) = (mounted.Name, mounted.Model, options);
        var text = new TextBatch(Model);
        _texts = new BatchQueue<string, float[]>(
            $"{Name}/text", options.MaxQueuedTexts,
            Math.Min(TextBatch.Largest, options.LargestBatch), text.Encode, metrics);
        var picture = new PictureBatch(Model);
        _pictures = new BatchQueue<PictureItem, BatchedImage>(
            $"{Name}/picture", options.MaxQueuedPictures,
            Math.Min(PictureBatch.Largest, options.LargestBatch), picture.Encode, metrics);
    }

    /// <summary>The name that clients use.</summary>
    public string Name { get; }

    public ClipModel Model { get; }

    /// <summary>The length of an embedding.</summary>
    public int Dimensions => Model.Dimensions;

    /// <summary>When it was mounted.</summary>
    public DateTimeOffset Mounted { get; } = DateTimeOffset.UtcNow;

    /// <summary>The unit vectors of texts, in their order.</summary>
    /// <exception cref="RequestException">There are too many, or the queue is full.</exception>
    public Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        RequireFew(texts.Count, _options.MaxQueuedTexts);
        if (texts.FirstOrDefault(static text => !IsUnicode(text)) is not null)
            throw new RequestException(400, "A text is not valid Unicode.");
        return _texts.EncodeAsync(texts, cancellationToken);
    }

    /// <summary>The unit vector of one text.</summary>
    /// <inheritdoc cref="EncodeAsync(IReadOnlyList{string}, CancellationToken)" path="/exception"/>
    public async Task<float[]> EncodeAsync(string text, CancellationToken cancellationToken) =>
        (await EncodeAsync([text], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The embeddings of pictures, in their order.</summary>
    /// <exception cref="PictureException">A picture cannot be decoded or encoded.</exception>
    /// <inheritdoc cref="EncodeAsync(IReadOnlyList{string}, CancellationToken)" path="/exception"/>
    public Task<BatchedImage[]> EncodeAsync(
        IReadOnlyList<PictureItem> pictures, CancellationToken cancellationToken)
    {
        RequireFew(pictures.Count, _options.MaxQueuedPictures);
        return _pictures.EncodeAsync(pictures, cancellationToken);
    }

    /// <summary>The embedding of one picture.</summary>
    /// <inheritdoc cref="EncodeAsync(IReadOnlyList{PictureItem}, CancellationToken)" path="/exception"/>
    public async Task<BatchedImage> EncodeAsync(PictureItem picture, CancellationToken cancellationToken) =>
        (await EncodeAsync([picture], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The unit vector of a picture file of this machine, which waits like those of requests.</summary>
    /// <inheritdoc cref="EncodeAsync(IReadOnlyList{PictureItem}, CancellationToken)" path="/exception"/>
    public async Task<float[]> EncodeFileAsync(string path, CancellationToken cancellationToken) =>
        (await EncodeAsync(PictureItem.OfFile(path), cancellationToken).ConfigureAwait(false)).Vector;

    /// <summary>Answers what waits or is being encoded with an error, and whatever comes.</summary>
    public Task StopAsync() => Task.WhenAll(_texts.StopAsync(), _pictures.StopAsync());

    public async ValueTask DisposeAsync()
    {
        await _texts.DisposeAsync().ConfigureAwait(false);
        await _pictures.DisposeAsync().ConfigureAwait(false);
    }

    // More than fits into an empty queue would be turned away for ever.
    private void RequireFew(int count, int capacity)
    {
        var most = Math.Min(_options.MaxInputs, capacity);
        if (count > most)
            throw RequestException.TooLarge($"The request has {count} inputs; at most {most} are allowed at a time.");
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}

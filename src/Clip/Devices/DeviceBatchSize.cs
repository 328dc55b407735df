using System.Numerics;

namespace Clip.Devices;

/// <summary>How many rows, texts or pictures, go through a graph at once.</summary>
internal static class DeviceBatchSize
{
    /// <summary>
    /// The rows for one of several workers on a processor: their data fits into its caches, and the last batches of an
    /// index run end at about the same time.
    /// </summary>
    public const int ForWorker = 4;

    // On a processor, larger batches are not faster, and take more memory and more time until the first result.
    private const int OnProcessor = 8;

    // Enough rows to use a large card fully with a small model; more only takes memory.
    private const int MaxOnGpu = 64;

    // Texts are so small that a card is used fully only with more of them.
    private const int MaxSmallOnGpu = 256;
    private const long MaxSmallBytes = 4096;

    // The limit for a batch's input: several batches are in memory at a time, both the processor's and the card's.
    private const long MaxBytes = 64 << 20;

    /// <summary>The rows for a kind of device and a size of its input.</summary>
    /// <param name="kind">What the graph runs on.</param>
    /// <param name="bytesPerRow">Bytes that one row of the input takes.</param>
    /// <returns>At least 1; on a graphics card a power of two.</returns>
    public static int For(DeviceKind kind, long bytesPerRow) => kind switch
    {
        DeviceKind.Gpu when bytesPerRow <= MaxSmallBytes => MaxSmallOnGpu,
        DeviceKind.Gpu => 1 << BitOperations.Log2((uint)Math.Clamp(MaxBytes / bytesPerRow, 1, MaxOnGpu)),
        // A neural unit compiles the graph for one shape, and again for any other, such as an incomplete last batch.
        DeviceKind.Npu => 1,
        _ => OnProcessor,
    };
}

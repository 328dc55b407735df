using System.Numerics;

namespace Clip.Devices;

/// <summary>How many pictures go through a graph at once.</summary>
internal static class BatchRows
{
    // On a processor, inference gains nothing from larger batches, while memory and the wait for the first result grow.
    private const int Processor = 8;

    /// <summary>
    /// The rows for one of several workers on a processor: what they have in hand stays in their caches, and the last
    /// batches of a folder end at about the same time.
    /// </summary>
    public const int ForWorker = 4;

    // Enough rows to fill a large card with a small model; more only takes memory.
    private const int MostOnGpu = 64;

    // What a batch's pixels may take: several are on their way at once, here and on the card.
    private const long MostBytes = 64 << 20;

    /// <summary>The rows for a kind of device and a model's picture size.</summary>
    /// <param name="kind">What the graph runs on.</param>
    /// <param name="bytesOfRow">Bytes that one row of the input takes.</param>
    /// <returns>At least 1; on a graphics card a power of two.</returns>
    public static int For(DeviceKind kind, long bytesOfRow) => kind switch
    {
        DeviceKind.Gpu => 1 << BitOperations.Log2((uint)Math.Clamp(MostBytes / Math.Max(1, bytesOfRow), 1, MostOnGpu)),
        // A neural unit compiles the graph for one shape; any other, such as a last batch that is not full, starts anew.
        DeviceKind.Npu => 1,
        _ => Processor,
    };
}

namespace Clip.Devices;

/// <summary>How memory between the processor and a graphics card was used.</summary>
/// <param name="Made">Buffers that were made: one for each shape, and for each thread that used it at once.</param>
/// <param name="Batches">Batches that went through them.</param>
/// <param name="IsPinned">Whether the driver pinned them.</param>
public sealed record BufferUse(int Made, long Batches, bool IsPinned);

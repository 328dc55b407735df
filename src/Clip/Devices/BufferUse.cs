namespace Clip.Devices;

/// <summary>How the memory shared with a graphics card was used.</summary>
/// <param name="Made">Buffers that were allocated: one per shape and thread.</param>
/// <param name="Batches">Batches that used them.</param>
/// <param name="IsPinned">Whether they are pinned.</param>
internal sealed record BufferUse(int Made, long Batches, bool IsPinned);

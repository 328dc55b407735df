namespace Clip;

/// <summary>How to decode one picture.</summary>
/// <param name="ShrinkFactor">
/// 1 for an exact decode. 2, 4 or 8 allows the decoder to return width and height divided by that factor, or more
/// pixels; larger than 1 only for kinds that the decoder says it can shrink.
/// </param>
/// <param name="MaxTime">The time after which the decoder should give up.</param>
public readonly record struct DecodeOptions(int ShrinkFactor, TimeSpan MaxTime);

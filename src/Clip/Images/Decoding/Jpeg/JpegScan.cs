namespace Clip.Images.Decoding.Jpeg;

/// <summary>One scan of a progressive JPEG file: what it holds, and where.</summary>
/// <param name="Start">Where its header begins, at the marker.</param>
/// <param name="End">Where its data ends, at the next marker.</param>
/// <param name="Component">The place of its component in the frame; the first one of several.</param>
/// <param name="HasMeans">Whether it holds the means of blocks; other scans hold coefficients of one component.</param>
/// <param name="IsRefinement">Whether it adds a bit to coefficients that earlier scans have begun.</param>
internal readonly record struct JpegScan(int Start, int End, int Component, bool HasMeans, bool IsRefinement);

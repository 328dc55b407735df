namespace Clip.Catalog;

/// <summary>A caption file whose captions the index holds.</summary>
/// <param name="Source">Its number, from 1, which marks its captions.</param>
/// <param name="Path">Relative to the root, separated by <c>/</c>; starts with <c>../</c> outside it.</param>
/// <param name="State">What the indexer noted about it when it last read it.</param>
internal sealed record CaptionFileRecord(long Source, string Path, string State);

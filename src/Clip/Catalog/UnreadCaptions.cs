using Clip.Metadata;

namespace Clip.Catalog;

/// <summary>A file whose own captions, in its sidecar or in the picture, have not been read.</summary>
/// <param name="Id">Its number in the catalog.</param>
/// <param name="Path">Relative to the root.</param>
/// <param name="Embedded">The texts in the picture.</param>
internal sealed record UnreadCaptions(long Id, string Path, PictureTexts Embedded);

using Clip.Files;
using Clip.Metadata;

namespace Clip.Indexing.Pipeline;

/// <summary>A decoded picture that waits for its vector: its file, content hash, size and embedded metadata.</summary>
internal sealed record PreparedPicture(
    PictureFile File, UInt128 Hash, int Width, int Height, EmbeddedMetadata Embedded);

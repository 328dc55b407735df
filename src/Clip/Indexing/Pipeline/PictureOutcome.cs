using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Indexing.Pipeline;

/// <summary>The result for one picture file.</summary>
internal abstract record PictureOutcome(PictureFile File)
{
    /// <summary>The picture was decoded and encoded.</summary>
    public sealed record Encoded(PreparedPicture Picture, ReadOnlyMemory<float> Vector) : PictureOutcome(Picture.File);

    /// <summary>The index already has a picture with the same content: the file was moved, copied or touched.</summary>
    public sealed record SameContent(PictureFile File, UInt128 Hash, KnownPicture Picture) : PictureOutcome(File);

    /// <summary>The picture has not changed, but one of its sidecars was added, removed or changed.</summary>
    public sealed record SidecarChanged(PictureFile File) : PictureOutcome(File);

    /// <summary>The picture has not changed; what identifies its file is still to be recorded.</summary>
    public sealed record Unidentified(PictureFile File) : PictureOutcome(File);

    /// <summary>The file cannot be read as a picture. Size and time are 0 if the walk could not read them.</summary>
    public sealed record Failed(PictureFile File, ClipException Error) : PictureOutcome(File);
}

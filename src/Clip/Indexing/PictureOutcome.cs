using Clip.Files;

namespace Clip.Indexing;

/// <summary>What became of one picture file.</summary>
internal abstract record PictureOutcome(PictureFile File)
{
    /// <summary>The picture was decoded and has a vector.</summary>
    public sealed record Encoded(PreparedPicture Picture, ReadOnlyMemory<float> Vector) : PictureOutcome(Picture.File);

    /// <summary>The index has a picture with the same content already: the file was moved, copied or touched.</summary>
    public sealed record Known(PictureFile File, UInt128 Hash, KnownPicture Picture) : PictureOutcome(File);

    /// <summary>The picture is as the index knows it, but a text beside it came, went or changed.</summary>
    public sealed record Retold(PictureFile File) : PictureOutcome(File);

    /// <summary>The file cannot be read as a picture; of one that the walk could not even look at, size and time are 0.</summary>
    public sealed record Failed(PictureFile File, ClipException Error) : PictureOutcome(File);
}

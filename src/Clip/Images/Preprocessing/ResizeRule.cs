namespace Clip.Images.Preprocessing;

/// <summary>How a picture is resized to the size that a model takes.</summary>
internal enum ResizeRule
{
    /// <summary>The picture is not resized.</summary>
    None,

    /// <summary>The aspect ratio is kept and the target is covered; the excess can be cropped.</summary>
    Cover,

    /// <summary>The aspect ratio is kept and the whole picture fits into the target; the rest is padded.</summary>
    Contain,

    /// <summary>The picture is stretched to the target, whatever its aspect ratio.</summary>
    Squash,
}

namespace Clip.Images;

/// <summary>How a picture is brought to the size a model wants.</summary>
public enum ResizeMode
{
    /// <summary>Not resized at all.</summary>
    None,

    /// <summary>The aspect ratio is kept and the target is covered; what sticks out can be cropped.</summary>
    Cover,

    /// <summary>The aspect ratio is kept and the whole picture fits into the target; the rest is padded.</summary>
    Contain,

    /// <summary>Stretched to the target, whatever the aspect ratio.</summary>
    Squash,
}

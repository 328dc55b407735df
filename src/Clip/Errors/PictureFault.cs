namespace Clip;

/// <summary>Why a picture cannot be used, where that decides what to do.</summary>
public enum PictureFault
{
    /// <summary>For a reason that <see cref="ClipException.Problem"/> names.</summary>
    Other,

    /// <summary>
    /// Decoding it takes more memory than all pictures together may; <see cref="PictureException.NeededBytes"/> would
    /// suffice.
    /// </summary>
    BeyondMemoryBudget,

    /// <summary>The picture is fine, but the model computes no usable embedding of it.</summary>
    NoEmbedding,
}

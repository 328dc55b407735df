namespace Clip;

/// <summary>The towers of a model.</summary>
[Flags]
public enum ClipTowers
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The text tower, which encodes texts.</summary>
    Text = 1,

    /// <summary>The image tower, which encodes pictures.</summary>
    Image = 2,

    /// <summary>Both.</summary>
    All = Text | Image,
}

using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>A step that rewrites text before it is split into words. Implementations are immutable.</summary>
internal abstract class Normalizer
{
    /// <summary>Rewrites the text, which is not empty.</summary>
    public abstract void Normalize(TextBuffer text);
}

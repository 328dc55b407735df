using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>One step that rewrites text before it is cut into words. Implementations are immutable.</summary>
internal abstract class Normalizer
{
    /// <summary>Rewrites the text, which is not empty.</summary>
    public abstract void Normalize(TextBuffer text);
}

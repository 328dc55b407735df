using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Applies several normalizers in order.</summary>
internal sealed class SequenceNormalizer(Normalizer[] steps) : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        foreach (var step in steps)
        {
            if (text.Length == 0)
                return;
            step.Normalize(text);
        }
    }
}

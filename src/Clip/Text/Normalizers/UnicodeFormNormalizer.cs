using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>NFC, NFD, NFKC and NFKD.</summary>
internal sealed class UnicodeFormNormalizer(NormalizationForm form) : Normalizer
{
    public override void Normalize(TextBuffer text) => UnicodeNormalization.Apply(text, form);
}

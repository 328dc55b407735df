namespace Clip.Text.Unicode;

/// <summary>The four forms of Unicode Standard Annex 15.</summary>
internal enum NormalizationForm
{
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

namespace Clip.Text.PreTokenizers;

/// <summary>Applies several pre-tokenizers in order.</summary>
internal sealed class SequencePreTokenizer(PreTokenizer[] steps) : PreTokenizer
{
    public ReadOnlySpan<PreTokenizer> Steps => steps;

    public override void Cut(PieceList pieces)
    {
        foreach (var step in steps)
            step.Cut(pieces);
    }
}

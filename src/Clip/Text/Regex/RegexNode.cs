namespace Clip.Text.Regex;

/// <summary>A node of a parsed regular expression.</summary>
internal abstract record RegexNode
{
    public sealed record Set(CharacterSet Characters) : RegexNode;

    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode;

    public sealed record Choice(IReadOnlyList<RegexNode> Alternatives) : RegexNode;

    /// <param name="Body">What is repeated.</param>
    /// <param name="Minimum">The minimum number of repetitions.</param>
    /// <param name="Maximum">The maximum number of repetitions, or <see cref="Unlimited"/>.</param>
    /// <param name="Lazy">Whether fewer repetitions are tried first.</param>
    public sealed record Repeat(RegexNode Body, int Minimum, int Maximum, bool Lazy) : RegexNode
    {
        public const int Unlimited = int.MaxValue;
    }

    /// <summary>A group that is not re-entered by backtracking once it has matched.</summary>
    public sealed record Atomic(RegexNode Body) : RegexNode;

    /// <summary>A look-ahead or look-behind assertion.</summary>
    public sealed record Look(RegexNode Body, bool Behind, bool Negative) : RegexNode;

    public sealed record Anchor(AnchorKind Kind) : RegexNode;
}

/// <summary>Positions in a text that an anchor can require.</summary>
internal enum AnchorKind
{
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    TextEndOrFinalNewline,
    WordBoundary,
    NotWordBoundary,
}

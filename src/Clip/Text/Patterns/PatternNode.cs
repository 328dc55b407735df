namespace Clip.Text.Patterns;

/// <summary>A regular expression as a tree.</summary>
internal abstract record PatternNode
{
    public sealed record Set(CharacterSet Characters) : PatternNode;

    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    public sealed record Choice(IReadOnlyList<PatternNode> Alternatives) : PatternNode;

    /// <param name="Body">What is repeated.</param>
    /// <param name="Minimum">How often at least.</param>
    /// <param name="Maximum">How often at most; <see cref="Unlimited"/> for any number.</param>
    /// <param name="Lazy">As seldom as possible.</param>
    public sealed record Repeat(PatternNode Body, int Minimum, int Maximum, bool Lazy) : PatternNode
    {
        public const int Unlimited = int.MaxValue;
    }

    /// <summary>What has matched is not matched differently later.</summary>
    public sealed record Atomic(PatternNode Body) : PatternNode;

    public sealed record Look(PatternNode Body, bool Behind, bool Negative) : PatternNode;

    public sealed record Anchor(AnchorKind Kind) : PatternNode;
}

/// <summary>Places in a text.</summary>
internal enum AnchorKind
{
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    TextEndOrFinalNewline,
    WordBorder,
    NoWordBorder,
}

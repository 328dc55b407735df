namespace Clip.Text.Regex;

/// <summary>The operation of an instruction.</summary>
internal enum RegexOperation
{
    /// <summary>The pattern has matched.</summary>
    Match,

    /// <summary>Consumes one code point of the set.</summary>
    Set,

    /// <summary>Consumes as many code points of the set as possible; backtracking tries fewer.</summary>
    Run,

    /// <summary>Continues at <c>Target</c> and, if that fails, at <c>Other</c>.</summary>
    Split,

    /// <summary>Continues at <c>Target</c>.</summary>
    Jump,

    /// <summary>Succeeds if the position is the one that <c>Anchor</c> requires.</summary>
    Anchor,

    /// <summary>Succeeds if <c>Body</c> matches here (or, if <c>Negative</c>, does not); consumes nothing.</summary>
    LookAhead,

    /// <summary>Succeeds if a match of <c>Body</c> ends here (or, if <c>Negative</c>, none does).</summary>
    LookBehind,

    /// <summary>Consumes the first match of <c>Body</c>; backtracking tries no other.</summary>
    Atomic,
}

/// <summary>One instruction of a compiled pattern.</summary>
internal sealed record RegexInstruction(RegexOperation Operation)
{
    public CharacterSet Set { get; init; } = null!;

    public int Target { get; set; }

    public int Other { get; set; }

    /// <summary>The minimum number of code points of a run.</summary>
    public int Minimum { get; init; }

    /// <summary>The maximum number of code points that the body of a look-behind can match.</summary>
    public int Width { get; init; }

    public AnchorKind Anchor { get; init; }

    public RegexInstruction[] Body { get; init; } = [];

    public bool Negative { get; init; }
}

namespace Clip.Text.Patterns;

/// <summary>What an instruction of a compiled pattern does.</summary>
internal enum PatternOperation
{
    /// <summary>The pattern has matched.</summary>
    Match,

    /// <summary>One code point of the set.</summary>
    Set,

    /// <summary>As many code points of the set as there are; fewer are tried where what follows fails.</summary>
    Run,

    /// <summary>Goes on at <c>Target</c>; where that fails, at <c>Other</c>.</summary>
    Split,

    /// <summary>Goes on at <c>Target</c>.</summary>
    Jump,

    /// <summary>Holds where the text is at <c>Anchor</c>.</summary>
    Anchor,

    /// <summary>Holds where <c>Body</c> matches here (or does not: <c>Negative</c>), and moves nothing.</summary>
    LookAhead,

    /// <summary>The same, for a match that ends here.</summary>
    LookBehind,

    /// <summary>The first match of <c>Body</c>, and no other.</summary>
    Atomic,
}

/// <summary>One instruction of a compiled pattern.</summary>
internal sealed record PatternInstruction(PatternOperation Operation)
{
    public CharacterSet Set { get; init; } = null!;

    public int Target { get; set; }

    public int Other { get; set; }

    /// <summary>The fewest code points of a run.</summary>
    public int Minimum { get; init; }

    /// <summary>The most code points that the body of a look-behind can match.</summary>
    public int Width { get; init; }

    public AnchorKind Anchor { get; init; }

    public PatternInstruction[] Body { get; init; } = [];

    public bool Negative { get; init; }
}

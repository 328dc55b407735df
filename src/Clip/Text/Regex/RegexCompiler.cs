using static Clip.Text.Regex.RegexNode;

namespace Clip.Text.Regex;

/// <summary>Compiles a parsed regular expression to instructions.</summary>
internal sealed class RegexCompiler
{
    private const int MaxInstructions = 20_000;

    /// <summary>Limits the time for nested repetitions of an empty group, which emit no instructions.</summary>
    private const int MaxNodes = 200_000;

    private readonly List<RegexInstruction> _program = [];
    private readonly Size _size;

    /// <exception cref="FormatException">The pattern is too large.</exception>
    public static RegexInstruction[] Compile(RegexNode node) => Compile(node, new Size());

    private RegexCompiler(Size size) => _size = size;

    private static RegexInstruction[] Compile(RegexNode node, Size size)
    {
        var compiler = new RegexCompiler(size);
        compiler.Emit(node);
        compiler.Add(new RegexInstruction(RegexOperation.Match));
        return [.. compiler._program];
    }

    private RegexInstruction Add(RegexInstruction instruction)
    {
        if (++_size.Instructions > MaxInstructions)
            throw new FormatException("is too large");
        _program.Add(instruction);
        return instruction;
    }

    private void Emit(RegexNode node)
    {
        if (++_size.Nodes > MaxNodes)
            throw new FormatException("is too large");
        switch (node)
        {
            case Set set:
                Add(new RegexInstruction(RegexOperation.Set) { Set = set.Characters });
                break;
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                    Emit(part);
                break;
            case Choice choice:
                EmitChoice(choice);
                break;
            case Repeat repeat:
                EmitRepeat(repeat);
                break;
            case Atomic atomic:
                Add(new RegexInstruction(RegexOperation.Atomic) { Body = Compile(atomic.Body, _size) });
                break;
            case Look look:
                EmitLook(look);
                break;
            case Anchor anchor:
                Add(new RegexInstruction(RegexOperation.Anchor) { Anchor = anchor.Kind });
                break;
        }
    }

    private void EmitLook(Look look)
    {
        // The matcher of a look-behind sees the text only up to the current position, where the match must end.
        var body = look.Behind ? new Sequence([look.Body, new Anchor(AnchorKind.TextEnd)]) : look.Body;
        Add(new RegexInstruction(look.Behind ? RegexOperation.LookBehind : RegexOperation.LookAhead)
        {
            Body = Compile(body, _size),
            Negative = look.Negative,
            Width = Width(look.Body),
        });
    }

    /// <summary>The maximum number of code points that a node can match, or <see cref="Repeat.Unlimited"/>.</summary>
    private static int Width(RegexNode node)
    {
        var width = node switch
        {
            Set => 1,
            Sequence sequence => sequence.Parts.Sum(static p => (long)Width(p)),
            Choice choice => choice.Alternatives.Max(Width),
            Repeat repeat => (long)Width(repeat.Body) * repeat.Maximum,
            Atomic atomic => Width(atomic.Body),
            _ => 0,
        };
        return (int)Math.Min(width, Repeat.Unlimited);
    }

    private void EmitChoice(Choice choice)
    {
        var ends = new List<RegexInstruction>();
        for (var i = 0; i < choice.Alternatives.Count; i++)
        {
            if (i + 1 == choice.Alternatives.Count)
            {
                Emit(choice.Alternatives[i]);
                break;
            }

            var split = Add(new RegexInstruction(RegexOperation.Split) { Target = _program.Count + 1 });
            Emit(choice.Alternatives[i]);
            ends.Add(Add(new RegexInstruction(RegexOperation.Jump)));
            split.Other = _program.Count;
        }

        foreach (var end in ends)
            end.Target = _program.Count;
    }

    private void EmitRepeat(Repeat repeat)
    {
        if (repeat is { Body: Set set, Maximum: Repeat.Unlimited, Lazy: false })
        {
            Add(new RegexInstruction(RegexOperation.Run) { Set = set.Characters, Minimum = repeat.Minimum });
            return;
        }

        for (var i = 0; i < repeat.Minimum; i++)
            Emit(repeat.Body);
        if (repeat.Maximum == Repeat.Unlimited)
        {
            var start = _program.Count;
            var split = Add(new RegexInstruction(RegexOperation.Split));
            Emit(repeat.Body);
            Add(new RegexInstruction(RegexOperation.Jump) { Target = start });
            SetBranches(split, start + 1, repeat.Lazy);
            return;
        }

        var splits = new List<(RegexInstruction Split, int Body)>();
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            splits.Add((Add(new RegexInstruction(RegexOperation.Split)), _program.Count));
            Emit(repeat.Body);
        }

        foreach (var (split, body) in splits)
            SetBranches(split, body, repeat.Lazy);
    }

    /// <summary>Branches into the body or past all emitted code; a lazy repetition tries the latter first.</summary>
    private void SetBranches(RegexInstruction split, int body, bool lazy) =>
        (split.Target, split.Other) = lazy ? (_program.Count, body) : (body, _program.Count);

    /// <summary>
    /// The size of the whole compiled pattern, nested programs included: those can double at every nesting level.
    /// </summary>
    private sealed class Size
    {
        public int Instructions { get; set; }

        public int Nodes { get; set; }
    }
}

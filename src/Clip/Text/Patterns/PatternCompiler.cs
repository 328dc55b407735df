using static Clip.Text.Patterns.PatternNode;

namespace Clip.Text.Patterns;

/// <summary>Turns the tree of a pattern into instructions.</summary>
internal sealed class PatternCompiler
{
    private const int LargestProgram = 20_000;

    /// <summary>Nested repetitions of nothing emit nothing, but take for ever.</summary>
    private const int MostNodes = 200_000;

    private readonly List<PatternInstruction> _program = [];
    private readonly Size _size;

    /// <exception cref="FormatException">The pattern is too large.</exception>
    public static PatternInstruction[] Compile(PatternNode node) => Compile(node, new Size());

    private PatternCompiler(Size size) => _size = size;

    private static PatternInstruction[] Compile(PatternNode node, Size size)
    {
        var compiler = new PatternCompiler(size);
        compiler.Emit(node);
        compiler.Add(new PatternInstruction(PatternOperation.Match));
        return [.. compiler._program];
    }

    private PatternInstruction Add(PatternInstruction instruction)
    {
        if (++_size.Instructions > LargestProgram)
            throw new FormatException("is too large");
        _program.Add(instruction);
        return instruction;
    }

    private void Emit(PatternNode node)
    {
        if (++_size.Nodes > MostNodes)
            throw new FormatException("is too large");
        switch (node)
        {
            case Set set:
                Add(new PatternInstruction(PatternOperation.Set) { Set = set.Characters });
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
                Add(new PatternInstruction(PatternOperation.Atomic) { Body = Compile(atomic.Body, _size) });
                break;
            case Look look:
                EmitLook(look);
                break;
            case Anchor anchor:
                Add(new PatternInstruction(PatternOperation.Anchor) { Anchor = anchor.Kind });
                break;
        }
    }

    private void EmitLook(Look look)
    {
        // Behind, the text is cut off at the place that is looked back from: the match must end there.
        var body = look.Behind ? new Sequence([look.Body, new Anchor(AnchorKind.TextEnd)]) : look.Body;
        Add(new PatternInstruction(look.Behind ? PatternOperation.LookBehind : PatternOperation.LookAhead)
        {
            Body = Compile(body, _size),
            Negative = look.Negative,
            Width = Width(look.Body),
        });
    }

    /// <summary>The most code points that a node can match; <see cref="Repeat.Unlimited"/> where there is no limit.</summary>
    private static int Width(PatternNode node)
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
        var ends = new List<PatternInstruction>();
        for (var i = 0; i < choice.Alternatives.Count; i++)
        {
            if (i + 1 == choice.Alternatives.Count)
            {
                Emit(choice.Alternatives[i]);
                break;
            }

            var split = Add(new PatternInstruction(PatternOperation.Split) { Target = _program.Count + 1 });
            Emit(choice.Alternatives[i]);
            ends.Add(Add(new PatternInstruction(PatternOperation.Jump)));
            split.Other = _program.Count;
        }

        foreach (var end in ends)
            end.Target = _program.Count;
    }

    private void EmitRepeat(Repeat repeat)
    {
        if (repeat is { Body: Set set, Maximum: Repeat.Unlimited, Lazy: false })
        {
            Add(new PatternInstruction(PatternOperation.Run) { Set = set.Characters, Minimum = repeat.Minimum });
            return;
        }

        for (var i = 0; i < repeat.Minimum; i++)
            Emit(repeat.Body);
        if (repeat.Maximum == Repeat.Unlimited)
        {
            var start = _program.Count;
            var split = Add(new PatternInstruction(PatternOperation.Split));
            Emit(repeat.Body);
            Add(new PatternInstruction(PatternOperation.Jump) { Target = start });
            SetBranches(split, start + 1, repeat.Lazy);
            return;
        }

        var splits = new List<(PatternInstruction Split, int Body)>();
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            splits.Add((Add(new PatternInstruction(PatternOperation.Split)), _program.Count));
            Emit(repeat.Body);
        }

        foreach (var (split, body) in splits)
            SetBranches(split, body, repeat.Lazy);
    }

    /// <summary>Either into the body or past everything emitted so far; a lazy repetition tries the latter first.</summary>
    private void SetBranches(PatternInstruction split, int body, bool lazy) =>
        (split.Target, split.Other) = lazy ? (_program.Count, body) : (body, _program.Count);

    /// <summary>What has been made of the whole pattern, the programs inside its instructions included: those may double at every level.</summary>
    private sealed class Size
    {
        public int Instructions { get; set; }

        public int Nodes { get; set; }
    }
}

using Clip.Text.Unicode;

namespace Clip.Text.Regex;

/// <summary>
/// Runs a compiled pattern by backtracking with an explicit stack: leftmost match, first alternative first, as
/// Oniguruma does. After many steps it starts to remember the (instruction, position) pairs that failed, so that no
/// pattern takes exponential time.
/// </summary>
/// <param name="program">The compiled pattern.</param>
/// <param name="text">The whole text.</param>
/// <param name="search">The search that this matcher is a part of.</param>
internal ref struct RegexMatcher(RegexInstruction[] program, ReadOnlySpan<byte> text, RegexSearch search)
{
    /// <summary>The number of steps after which remembering failures saves time.</summary>
    private const int StepsBeforeRemembering = 10_000;

    /// <summary>Bounds the memory. Forgetting failures costs only time, which the budget limits.</summary>
    private const int MaxRememberedFailures = 1 << 20;

    private const int StepCost = 6;
    private const int MatcherCost = 12;
    private const int LookupCost = 8;
    private const int RememberCost = 60;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly int _bottom = search.Choices.Count;
    private HashSet<long>? _failed;
    private long _steps;

    /// <summary>The end of the match that begins at <paramref name="start"/>, or -1.</summary>
    /// <exception cref="TokenizerException">The budget of the search is exhausted.</exception>
    public int MatchAt(int start)
    {
        var (at, position) = (0, start);
        while (true)
        {
            _steps++;
            search.Spend(StepCost);
            var matched = Step(ref at, ref position);
            if (matched is true)
            {
                search.Choices.RemoveRange(_bottom, search.Choices.Count - _bottom);
                return position;
            }
            if (matched is false && !TryBacktrack(out at, out position))
                return -1;
        }
    }

    /// <summary>Returns the memory to the search.</summary>
    public void Dispose()
    {
        if (_failed is not null)
            search.ReturnSet(_failed);
        _failed = null;
    }

    /// <summary>Runs one instruction: null to continue, false on failure, true on a match.</summary>
    private bool? Step(ref int at, ref int position)
    {
        var instruction = program[at];
        switch (instruction.Operation)
        {
            case RegexOperation.Match:
                return true;
            case RegexOperation.Set:
                if (position >= _text.Length || !instruction.Set.Contains(Utf8.Decode(_text, position, out var length)))
                    return false;
                position += length;
                break;
            case RegexOperation.Run:
                return StepRun(instruction, ref at, ref position);
            case RegexOperation.Split:
                if (IsKnownFailure(at, position))
                    return false;
                search.Choices.Add((instruction.Other, position, position));
                at = instruction.Target;
                return null;
            case RegexOperation.Jump:
                at = instruction.Target;
                return null;
            case RegexOperation.Anchor:
                if (!IsAt(instruction.Anchor, position))
                    return false;
                break;
            case RegexOperation.LookAhead:
                if (MatchBody(instruction, position) >= 0 == instruction.Negative)
                    return false;
                break;
            case RegexOperation.LookBehind:
                if (EndsMatch(instruction, position) == instruction.Negative)
                    return false;
                break;
            case RegexOperation.Atomic:
                position = MatchBody(instruction, position);
                if (position < 0)
                    return false;
                break;
        }

        at++;
        return null;
    }

    private bool? StepRun(RegexInstruction instruction, ref int at, ref int position)
    {
        var (end, count, minPosition) = (position, 0, position);
        while (end < _text.Length && instruction.Set.Contains(Utf8.Decode(_text, end, out var length)))
        {
            end += length;
            if (++count == instruction.Minimum)
                minPosition = end;
        }

        if (count < instruction.Minimum)
            return false;
        _steps += count;
        search.Spend(count);
        at++;
        if (end > minPosition)
            search.Choices.Add((at, minPosition, end));
        position = end;
        return null;
    }

    /// <summary>Resumes at the last choice: the other branch of a split, or a run shorter by one code point.</summary>
    private bool TryBacktrack(out int at, out int position)
    {
        var choices = search.Choices;
        while (choices.Count > _bottom)
        {
            var choice = choices[^1];
            choices.RemoveAt(choices.Count - 1);
            (at, position) = (choice.Instruction, choice.Position);
            if (choice.MinPosition < choice.Position)
            {
                Utf8.DecodeLast(_text, choice.Position, out var length);
                position -= length;
                if (choice.MinPosition < position)
                    choices.Add(choice with { Position = position });
            }

            if (!IsKnownFailure(~at, position))
                return true;
        }

        (at, position) = (0, 0);
        return false;
    }

    /// <summary>Whether this state was visited before: it failed then, or the search would have ended.</summary>
    private bool IsKnownFailure(int at, int position)
    {
        if (_steps < StepsBeforeRemembering)
            return false;
        _failed ??= search.RentSet();
        search.Spend(LookupCost);
        // Numbers states without gaps: packing the pair into two halves of a number makes the hashes collide.
        var state = (long)position * (2 * program.Length) + (at < 0 ? 2 * ~at + 1 : 2 * at);
        if (!_failed.Add(state))
            return true;
        search.Spend(RememberCost);
        if (_failed.Count == MaxRememberedFailures)
            _failed.Clear();
        return false;
    }

    private readonly int MatchBody(RegexInstruction instruction, int position)
    {
        search.Spend(MatcherCost);
        using var inner = new RegexMatcher(instruction.Body, _text, search);
        return inner.MatchAt(position);
    }

    private readonly bool EndsMatch(RegexInstruction look, int end)
    {
        var start = end;
        using var inner = new RegexMatcher(look.Body, _text[..end], search);
        for (var width = 0; ; width++)
        {
            if (inner.MatchAt(start) == end)
                return true;
            if (start == 0 || width == look.Width)
                return false;
            Utf8.DecodeLast(_text, start, out var length);
            start -= length;
        }
    }

    private readonly bool IsAt(AnchorKind kind, int position) => kind switch
    {
        AnchorKind.LineStart => position == 0 || (_text[position - 1] == '\n' && position < _text.Length),
        AnchorKind.LineEnd => position == _text.Length || _text[position] == '\n',
        AnchorKind.TextStart => position == 0,
        AnchorKind.TextEnd => position == _text.Length,
        AnchorKind.TextEndOrFinalNewline =>
            position == _text.Length || (position == _text.Length - 1 && _text[position] == '\n'),
        AnchorKind.WordBoundary => IsWordAt(position) != IsWordBefore(position),
        _ => IsWordAt(position) == IsWordBefore(position),
    };

    private readonly bool IsWordAt(int position) =>
        position < _text.Length && CharacterProperties.WordCharacters.Contains(Utf8.Decode(_text, position, out _));

    private readonly bool IsWordBefore(int position) =>
        position > 0 && CharacterProperties.WordCharacters.Contains(Utf8.DecodeLast(_text, position, out _));
}

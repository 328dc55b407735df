using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// Runs a compiled pattern: leftmost match, first alternative first, as Oniguruma does. It backtracks with a stack of its
/// own. When a search turns out to be long, it begins to remember at which (instruction, place) it has already failed,
/// so that no pattern takes exponential time.
/// </summary>
/// <param name="program">The pattern.</param>
/// <param name="text">The whole text.</param>
/// <param name="search">The search that this is a part of.</param>
internal ref struct PatternMatcher(PatternInstruction[] program, ReadOnlySpan<byte> text, PatternSearch search)
{
    /// <summary>After so many steps it pays to remember failures.</summary>
    private const int StepsBeforeRemembering = 10_000;

    /// <summary>Forgetting failures costs no more than time, which has a limit of its own.</summary>
    private const int MostRemembered = 1 << 20;

    private const int CostOfStep = 6;
    private const int CostOfMatcher = 12;
    private const int CostOfLookingUp = 8;
    private const int CostOfRemembering = 60;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly int _bottom = search.Choices.Count;
    private HashSet<long>? _failed;
    private long _steps;

    /// <summary>The end of the match that begins at <paramref name="start"/>, or -1.</summary>
    /// <exception cref="TokenizerException">The search takes for ever.</exception>
    public int MatchAt(int start)
    {
        var (at, place) = (0, start);
        while (true)
        {
            _steps++;
            search.Spend(CostOfStep);
            var matched = Step(ref at, ref place);
            if (matched is true)
            {
                search.Choices.RemoveRange(_bottom, search.Choices.Count - _bottom);
                return place;
            }
            if (matched is false && !TryBacktrack(out at, out place))
                return -1;
        }
    }

    /// <summary>Ends the matching.</summary>
    public void Dispose()
    {
        if (_failed is not null)
            search.GiveBack(_failed);
        _failed = null;
    }

    /// <summary>One instruction: null to go on, false on failure, true at the end.</summary>
    private bool? Step(ref int at, ref int place)
    {
        var instruction = program[at];
        switch (instruction.Operation)
        {
            case PatternOperation.Match:
                return true;
            case PatternOperation.Set:
                if (place >= _text.Length || !instruction.Set.Contains(Utf8.Decode(_text, place, out var length)))
                    return false;
                place += length;
                break;
            case PatternOperation.Run:
                return StepRun(instruction, ref at, ref place);
            case PatternOperation.Split:
                if (IsKnownFailure(at, place))
                    return false;
                search.Choices.Add((instruction.Other, place, place));
                at = instruction.Target;
                return null;
            case PatternOperation.Jump:
                at = instruction.Target;
                return null;
            case PatternOperation.Anchor:
                if (!IsAt(instruction.Anchor, place))
                    return false;
                break;
            case PatternOperation.LookAhead:
                if (MatchBody(instruction, place) >= 0 == instruction.Negative)
                    return false;
                break;
            case PatternOperation.LookBehind:
                if (EndsMatch(instruction, place) == instruction.Negative)
                    return false;
                break;
            case PatternOperation.Atomic:
                place = MatchBody(instruction, place);
                if (place < 0)
                    return false;
                break;
        }

        at++;
        return null;
    }

    private bool? StepRun(PatternInstruction instruction, ref int at, ref int place)
    {
        var (end, count, lowest) = (place, 0, place);
        while (end < _text.Length && instruction.Set.Contains(Utf8.Decode(_text, end, out var length)))
        {
            end += length;
            if (++count == instruction.Minimum)
                lowest = end;
        }

        if (count < instruction.Minimum)
            return false;
        _steps += count;
        search.Spend(count);
        at++;
        if (end > lowest)
            search.Choices.Add((at, lowest, end));
        place = end;
        return null;
    }

    /// <summary>Takes up the last choice: the other branch of a split, or a run that is one code point shorter.</summary>
    private bool TryBacktrack(out int at, out int place)
    {
        var choices = search.Choices;
        while (choices.Count > _bottom)
        {
            var choice = choices[^1];
            choices.RemoveAt(choices.Count - 1);
            (at, place) = (choice.At, choice.Place);
            if (choice.Lowest < choice.Place)
            {
                Utf8.DecodeLast(_text, choice.Place, out var length);
                place -= length;
                if (choice.Lowest < place)
                    choices.Add(choice with { Place = place });
            }

            if (!IsKnownFailure(~at, place))
                return true;
        }

        (at, place) = (0, 0);
        return false;
    }

    /// <summary>Whether the search has been here before: then it has failed, or it would not be searching.</summary>
    private bool IsKnownFailure(int at, int place)
    {
        if (_steps < StepsBeforeRemembering)
            return false;
        _failed ??= search.TakeSet();
        search.Spend(CostOfLookingUp);
        // Numbers without gaps: the two side by side in one number would share their hashes with one another.
        var state = (long)place * (2 * program.Length) + (at < 0 ? 2 * ~at + 1 : 2 * at);
        if (!_failed.Add(state))
            return true;
        search.Spend(CostOfRemembering);
        if (_failed.Count == MostRemembered)
            _failed.Clear();
        return false;
    }

    private readonly int MatchBody(PatternInstruction instruction, int place)
    {
        search.Spend(CostOfMatcher);
        using var inner = new PatternMatcher(instruction.Body, _text, search);
        return inner.MatchAt(place);
    }

    private readonly bool EndsMatch(PatternInstruction look, int end)
    {
        var start = end;
        using var inner = new PatternMatcher(look.Body, _text[..end], search);
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

    private readonly bool IsAt(AnchorKind kind, int place) => kind switch
    {
        AnchorKind.LineStart => place == 0 || (_text[place - 1] == '\n' && place < _text.Length),
        AnchorKind.LineEnd => place == _text.Length || _text[place] == '\n',
        AnchorKind.TextStart => place == 0,
        AnchorKind.TextEnd => place == _text.Length,
        AnchorKind.TextEndOrFinalNewline => place == _text.Length || (place == _text.Length - 1 && _text[place] == '\n'),
        AnchorKind.WordBorder => IsWordAt(place) != IsWordBefore(place),
        _ => IsWordAt(place) == IsWordBefore(place),
    };

    private readonly bool IsWordAt(int place) =>
        place < _text.Length && CharacterProperties.Words.Contains(Utf8.Decode(_text, place, out _));

    private readonly bool IsWordBefore(int place) =>
        place > 0 && CharacterProperties.Words.Contains(Utf8.DecodeLast(_text, place, out _));
}

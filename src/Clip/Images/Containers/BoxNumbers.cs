namespace Clip.Images.Containers;

/// <summary>Reads the numbers of a box one after the other; those beyond the end are 0.</summary>
internal ref struct BoxNumbers(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    /// <summary>Whether nothing is left.</summary>
    internal readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>What is left.</summary>
    internal readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>A number of up to four bytes; of eight bytes one that does not fit is the largest.</summary>
    internal uint Number(uint size)
    {
        var count = (int)Math.Min(size, (uint)_rest.Length);
        var number = 0UL;
        foreach (var value in _rest[..count])
            number = (number << 8) | value;
        _rest = _rest[count..];
        return count < size ? 0 : (uint)Math.Min(number, uint.MaxValue);
    }
}

namespace Clip.Clustering;

/// <summary>Sets of members that are united step by step.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = new int[count];
        for (var i = 0; i < count; i++)
            _parents[i] = i;
    }

    /// <summary>The member that stands for the set of a member.</summary>
    public int Find(int member)
    {
        while (_parents[member] != member)
            member = _parents[member] = _parents[_parents[member]];
        return member;
    }

    /// <summary>Unites two sets; the second's member stands for both.</summary>
    /// <returns>False where they are one set already.</returns>
    public bool Unite(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b)
            return false;
        _parents[a] = b;
        return true;
    }
}

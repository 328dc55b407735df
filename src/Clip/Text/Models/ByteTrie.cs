using System.Numerics;
using System.Runtime.CompilerServices;

namespace Clip.Text.Models;

/// <summary>
/// A trie over bytes with all edges in one hash table: it is built without sorting the tokens, and a step costs one
/// lookup.
/// </summary>
internal sealed class ByteTrie
{
    /// <summary>The node where every token begins.</summary>
    public const int Root = 0;

    /// <summary>No node.</summary>
    public const int None = -1;

    private readonly int[] _rootChildren = new int[256];
    private ulong[] _edges;
    private int[] _values;
    private int _nodeCount = 1;

    /// <param name="expectedBytes">The approximate number of bytes that will be added.</param>
    public ByteTrie(int expectedBytes)
    {
        _edges = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(expectedBytes, 64, 1 << 20))];
        _values = new int[_edges.Length / 2];
        Array.Fill(_values, -1);
        Array.Fill(_rootChildren, None);
    }

    /// <summary>Sets the value of a token, replacing an earlier value.</summary>
    /// <returns>Whether the token is new.</returns>
    public bool Add(ReadOnlySpan<byte> token, int value)
    {
        var node = Root;
        foreach (var b in token)
            node = StepOrAdd(node, b);
        var isNew = _values[node] < 0;
        _values[node] = value;
        return isNew;
    }

    /// <summary>The node one byte below <paramref name="node"/>, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int node, byte b)
    {
        if (node == Root)
            return _rootChildren[b];
        var key = Key(node, b);
        var mask = _edges.Length - 1;
        for (var index = Slot(key) & mask; ; index = (index + 1) & mask)
        {
            var edge = _edges[index];
            if (edge >> 32 == key)
                return (int)(uint)edge;
            if (edge == 0)
                return None;
        }
    }

    /// <summary>The node several bytes below <paramref name="node"/>, or <see cref="None"/>.</summary>
    public int Walk(int node, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            node = Step(node, b);
            if (node == None)
                break;
        }

        return node;
    }

    /// <summary>The value of the token that ends at a node, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ValueAt(int node) => _values[node];

    /// <summary>The value of a token, or -1.</summary>
    public int Find(ReadOnlySpan<byte> token)
    {
        var node = Walk(Root, token);
        return node == None ? -1 : _values[node];
    }

    private static uint Key(int node, byte b) => (uint)node << 8 | b;

    // The trie numbers its nodes, so a file cannot choose keys that collide.
    private static int Slot(ulong key) => (int)(key * 0x9E3779B97F4A7C15 >> 32);

    private int StepOrAdd(int node, byte b)
    {
        var next = Step(node, b);
        if (next != None)
            return next;
        if (_nodeCount == 1 << 24)
            throw new InvalidDataException("its vocabulary has too many different beginnings");
        if (_nodeCount == _values.Length)
            Grow();
        next = _nodeCount++;
        if (node == Root)
            _rootChildren[b] = next;
        else
            Insert(_edges, (ulong)Key(node, b) << 32 | (uint)next);
        return next;
    }

    private void Grow()
    {
        var larger = new ulong[_edges.Length * 2];
        foreach (var edge in _edges)
        {
            if (edge != 0)
                Insert(larger, edge);
        }

        _edges = larger;
        var filled = _values.Length;
        Array.Resize(ref _values, filled * 2);
        Array.Fill(_values, -1, filled, filled);
    }

    private static void Insert(ulong[] edges, ulong edge)
    {
        var mask = edges.Length - 1;
        var index = Slot(edge >> 32) & mask;
        while (edges[index] != 0)
            index = (index + 1) & mask;
        edges[index] = edge;
    }
}

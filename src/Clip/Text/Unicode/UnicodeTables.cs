using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Clip.Text.Unicode;

/// <summary>
/// The reference library's properties of each code point, read from unicode.bin (see generate.py). .NET's own tables
/// cannot be used: <see cref="string.Normalize()"/> and lower-casing do nothing beyond ASCII in invariant
/// mode, and the parts of the reference were built with four different versions of Unicode. The file is mapped with the
/// assembly and first touched when a text leaves ASCII.
/// </summary>
internal static unsafe class UnicodeTables
{
    private const int HeaderSize = 7 * sizeof(uint);
    private const int BlockShift = 7;
    private const int BlockCount = 0x110000 >> BlockShift;

    private static readonly uint* Records;
    private static readonly ushort* Blocks;
    private static readonly byte* Indices;
    private static readonly uint* ScriptStarts;
    private static readonly byte* Scripts;
    private static readonly int ScriptRunCount;
    private static readonly uint* Pairs;
    private static readonly int PairCount;

    /// <summary>Full canonical decompositions, without Hangul syllables.</summary>
    public static readonly MappingTable Canonical;

    /// <summary>Full compatibility decompositions, without Hangul syllables.</summary>
    public static readonly MappingTable Compatibility;

    /// <summary>Context-free lower-case mappings of single code points.</summary>
    public static readonly MappingTable Lower;

    static UnicodeTables()
    {
        // An embedded resource is a pointer into the loaded assembly, which is never unloaded.
        var stream = (UnmanagedMemoryStream)typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode.bin")!;
        var start = stream.PositionPointer;
        var counts = (uint*)start;
        Records = (uint*)(start + HeaderSize);
        var next = Records + counts[0];
        Canonical = ReadMapping(ref next, (int)counts[2]);
        Compatibility = ReadMapping(ref next, (int)counts[3]);
        Lower = ReadMapping(ref next, (int)counts[4]);
        PairCount = (int)counts[5];
        Pairs = next;
        ScriptRunCount = (int)counts[6];
        ScriptStarts = next + 3 * PairCount;
        Blocks = (ushort*)(ScriptStarts + ScriptRunCount);
        Indices = (byte*)(Blocks + BlockCount);
        Scripts = Indices + ((int)counts[1] << BlockShift);
        Canonical.Pool = Compatibility.Pool = Lower.Pool = Scripts + ScriptRunCount;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterFacts Facts(int codePoint) =>
        new(Records[Indices[Blocks[codePoint >> BlockShift] << BlockShift | codePoint & ((1 << BlockShift) - 1)]]);

    /// <summary>The code point to which two others compose, or -1. Hangul is not in the table.</summary>
    public static int Compose(int first, int second)
    {
        uint* firsts = Pairs, seconds = Pairs + PairCount, composites = Pairs + 2 * PairCount;
        int low = 0, high = PairCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = firsts[middle] != (uint)first
                ? firsts[middle].CompareTo((uint)first)
                : seconds[middle].CompareTo((uint)second);
            if (order == 0)
                return (int)composites[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>
    /// The number of the script of a code point as the UnicodeScripts pre-tokenizer defines it; 0 joins any script.
    /// </summary>
    public static int Script(int codePoint)
    {
        var starts = new ReadOnlySpan<uint>(ScriptStarts, ScriptRunCount);
        var index = MemoryExtensions.BinarySearch(starts, (uint)codePoint);
        return Scripts[index >= 0 ? index : ~index - 1];
    }

    private static MappingTable ReadMapping(ref uint* next, int count)
    {
        var table = new MappingTable { Keys = next, Values = next + count, Count = count };
        next += 2 * count;
        return table;
    }

    /// <summary>A map from code points to UTF-8.</summary>
    internal struct MappingTable
    {
        internal uint* Keys;
        internal uint* Values;
        internal int Count;
        internal byte* Pool;

        /// <summary>The value of a code point; empty if it is not in the table.</summary>
        public readonly ReadOnlySpan<byte> Find(int codePoint)
        {
            var index = MemoryExtensions.BinarySearch(new ReadOnlySpan<uint>(Keys, Count), (uint)codePoint);
            if (index < 0)
                return default;
            var value = Values[index];
            return MemoryMarshal.CreateReadOnlySpan(ref Pool[value >> 8], (int)(value & 0xFF));
        }
    }
}

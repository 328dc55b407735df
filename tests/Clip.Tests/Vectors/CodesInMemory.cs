using System.Runtime.InteropServices;
using Clip.Vectors;

namespace Clip.Tests.Vectors;

/// <summary>The codes of some vectors.</summary>
internal sealed unsafe class CodesInMemory : IDisposable
{
    private readonly byte* _memory;

    public CodesInMemory(VectorMatrix rows)
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)CodeMatrix.BytesOf(rows.RowCount, rows.Dimensions), 64);
        Matrix = new CodeMatrix(_memory, rows.RowCount, rows.Dimensions);
        var quantizer = new VectorQuantizer(rows.Dimensions);
        for (var row = 0L; row < rows.RowCount; row++)
            quantizer.Quantize(rows.Vector(row), Matrix, row);
    }

    public CodeMatrix Matrix { get; }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}

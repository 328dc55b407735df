using System.Runtime.InteropServices;

namespace Clip.Benchmarks.Peers;

/// <summary>
/// USearch's exact search of 8-bit vectors, from its native library (<c>libusearch_c.so</c>, which comes with the
/// package Cloud.Unum.USearch).
/// </summary>
internal sealed unsafe class UsearchPeer : IDisposable
{
    private const int Cosine = 1, Int8 = 4; // usearch_metric_cos_k, usearch_scalar_i8_k

    private readonly delegate* unmanaged[Cdecl]<
        void*, nuint, nuint, void*, nuint, nuint, int, nuint, int, nuint, nuint, void*, nuint, void*, nuint, nint*,
        void> _search;

    private readonly int _dimensions;
    private readonly nuint _count;
    private readonly sbyte* _rows;

    /// <param name="library">The path of the native library.</param>
    /// <param name="count">The number of vectors, which are random.</param>
    /// <param name="dimensions">Their dimensions.</param>
    public UsearchPeer(string library, int count, int dimensions)
    {
        // What the library depends on is beside it, where the system does not look.
        foreach (var other in Directory.GetFiles(Path.GetDirectoryName(library)!, "*numkong*"))
            NativeLibrary.Load(other);
        var export = NativeLibrary.GetExport(NativeLibrary.Load(library), "usearch_exact_search");
        _search = (delegate* unmanaged[Cdecl]<
            void*, nuint, nuint, void*, nuint, nuint, int, nuint, int, nuint, nuint, void*, nuint, void*, nuint,
            nint*, void>)export;
        (_count, _dimensions) = ((nuint)count, dimensions);
        _rows = (sbyte*)NativeMemory.AlignedAlloc(_count * (nuint)dimensions, 64);
        var random = new Random(1);
        for (var row = 0; row < count; row++)
            random.NextBytes(new Span<byte>(_rows + (long)row * dimensions, dimensions));
    }

    /// <summary>Finds the best answers of the first vectors, with all cores.</summary>
    public void Search(int queries, int topK)
    {
        var keys = new ulong[queries * topK];
        var distances = new float[queries * topK];
        var stride = (nuint)_dimensions;
        nint error = 0;
        fixed (ulong* key = keys)
        fixed (float* distance = distances)
        {
            _search(
                _rows, _count, stride, _rows, (nuint)queries, stride, Int8, stride, Cosine, (nuint)topK,
                (nuint)Environment.ProcessorCount, key, (nuint)(topK * sizeof(ulong)), distance,
                (nuint)(topK * sizeof(float)), &error);
        }
        if (error != 0)
            throw new InvalidOperationException(Marshal.PtrToStringUTF8(error));
    }

    public void Dispose() => NativeMemory.AlignedFree(_rows);
}

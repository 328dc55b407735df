using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Clip.Tests.Interchange.Npy;

/// <summary>Files as NumPy writes them.</summary>
internal static class NpyBytes
{
    public static byte[] Of(string type, string shape, byte[] data)
    {
        var header = Encoding.Latin1.GetBytes($"{{'descr': {type}, 'fortran_order': False, 'shape': {shape}, }}\n");
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. header, .. data];
    }

    /// <summary>A table of 32-bit numbers.</summary>
    public static byte[] Table(int rows, int columns, int first = 1) => Of(
        "'<f4'", $"({rows}, {columns})",
        MemoryMarshal.AsBytes<float>(
            [.. Enumerable.Range(first, rows * columns).Select(static i => (float)i)]).ToArray());

    /// <summary>A list of texts.</summary>
    public static byte[] Texts(params string[] texts)
    {
        var width = texts.Max(static text => text.Length);
        var data = texts.SelectMany(text => Encoding.UTF32.GetBytes(text.PadRight(width, '\0'))).ToArray();
        return Of($"'<U{width}'", $"({texts.Length},)", data);
    }

    /// <summary>Writes an archive and reads it.</summary>
    public static VectorTable Read(params (string Name, byte[] Content)[] arrays)
    {
        using var folder = new TestFolder();
        using (var archive = ZipFile.Open(folder.At("vectors.npz"), ZipArchiveMode.Create))
        {
            foreach (var (name, content) in arrays)
            {
                using var member = archive.CreateEntry($"{name}.npy", CompressionLevel.Fastest).Open();
                member.Write(content);
            }
        }

        return VectorTableReader.Read(folder.At("vectors.npz"));
    }
}

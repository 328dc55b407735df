using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Clip.Tests.Models;

/// <summary>The weights of a linear layer of 4 inputs and 3 outputs as files.</summary>
internal static class DenseFile
{
    public static byte[] SafeTensors(float[] weight, float[]? bias)
    {
        // The bias comes first: the format does not fix the order.
        var header = bias is not null
            ? """
            {"__metadata__":{"format":"pt"},"linear.bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},
             "linear.weight":{"dtype":"F32","shape":[3,4],"data_offsets":[12,60]}}
            """
            : """{"linear.weight":{"dtype":"F32","shape":[3,4],"data_offsets":[0,48]}}""";
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return
        [
            .. length, .. Encoding.ASCII.GetBytes(header), .. MemoryMarshal.AsBytes<float>(bias ?? []),
            .. MemoryMarshal.AsBytes<float>(weight)
        ];
    }

    /// <summary>
    /// The names and the order of PyTorch's archives. The pickle, which is a program and never run, is garbage here.
    /// </summary>
    public static byte[] PyTorchArchive(float[] weight, float[]? bias)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            Add("pytorch_model/data.pkl", [0x80, 2, (byte)'c', (byte)'!']);
            Add("pytorch_model/byteorder", "little"u8.ToArray());
            Add("pytorch_model/data/0", MemoryMarshal.AsBytes<float>(weight).ToArray());
            if (bias is not null)
                Add("pytorch_model/data/1", MemoryMarshal.AsBytes<float>(bias).ToArray());
            Add("pytorch_model/version", "3\n"u8.ToArray());

            void Add(string name, byte[] content)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }
        return file.ToArray();
    }
}

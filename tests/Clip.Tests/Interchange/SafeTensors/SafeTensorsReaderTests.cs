using System.Buffers.Binary;
using System.Text;

namespace Clip.Tests.Interchange.SafeTensors;

/// <summary>A tensor for each picture is read whatever stands beside it.</summary>
public sealed class SafeTensorsReaderTests
{
    [Theory]
    [InlineData("[1,2]")]
    [InlineData("[2]")]
    public void A_tensor_for_each_picture_is_named_by_its_path(string shape)
    {
        var table = Read($$"""
            {"a.jpg":{"dtype":"F32","shape":{{shape}},"data_offsets":[0,8]},
            "b.jpg":{"dtype":"F32","shape":{{shape}},"data_offsets":[8,16]},
            "step":{"dtype":"I64","shape":[],"data_offsets":[16,24]} }
            """);

        Assert.Equal(["a.jpg", "b.jpg"], table.Rows.Select(static row => row.Id));
        Assert.Contains("step", Assert.Single(table.Notes));
    }

    [Fact]
    public void Whole_numbers_beside_vectors_are_no_vectors()
    {
        var table = Read("""
            {"__metadata__":{"paths":"[\"a.jpg\",\"b.jpg\"]"},"emb":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},
            "boxes":{"dtype":"I8","shape":[2,4],"data_offsets":[16,24]}}
            """);

        Assert.Equal(["a.jpg", "b.jpg"], table.Rows.Select(static row => row.Id));
    }

    private static VectorTable Read(string header)
    {
        using var folder = new TestFolder();
        var length = new byte[8];
        var json = Encoding.UTF8.GetBytes(header);
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        byte[] data = [.. Enumerable.Repeat<byte>(0x3f, 24)];
        File.WriteAllBytes(folder.At("vectors.safetensors"), [.. length, .. json, .. data]);
        return VectorTableReader.Read(folder.At("vectors.safetensors"));
    }
}

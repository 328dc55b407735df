using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>A record with the usual properties.</summary>
public sealed class Hotel
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData(StorageName = "text")]
    public string? Text { get; set; }

    [VectorStoreData]
    public int Number { get; set; }

    [VectorStoreVector(3)]
    public ReadOnlyMemory<float> Vector { get; set; }

    public string? NotStored { get; set; }

    public static Hotel[] Three() =>
    [
        new() { Id = "1", Text = "foo", Number = 1, Vector = new float[] { 1, 2, 3 }, NotStored = "x" },
        new() { Id = "2", Text = "bar", Number = 2, Vector = new float[] { 1, 2, 4 } },
        new() { Id = "3", Text = "foo", Number = 3, Vector = new float[] { 1, 2, 5 } },
    ];

    /// <summary>The same properties for dictionaries.</summary>
    public static VectorStoreCollectionDefinition Definition() => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(Id), typeof(string)),
            new VectorStoreDataProperty(nameof(Text), typeof(string)) { StorageName = "text" },
            new VectorStoreDataProperty(nameof(Number), typeof(int)),
            new VectorStoreVectorProperty(nameof(Vector), typeof(ReadOnlyMemory<float>), 3),
        ],
    };

    public static void AssertEqual(Hotel expected, Hotel? actual, bool withVector)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Id, expected.Text, expected.Number), (actual.Id, actual.Text, actual.Number));
        Assert.Equal(withVector ? expected.Vector.ToArray() : [], actual.Vector.ToArray());
        Assert.Null(actual.NotStored);
    }
}

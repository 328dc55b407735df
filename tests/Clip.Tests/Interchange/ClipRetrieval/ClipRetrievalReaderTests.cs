namespace Clip.Tests.Interchange.ClipRetrieval;

/// <summary>Parts of a folder of clip-retrieval that are missing are named.</summary>
public sealed class ClipRetrievalReaderTests
{
    [Fact]
    public void Names_without_their_vectors_are_named()
    {
        using var folder = new TestFolder();
        TestFolder.Copy(IndexGoldens.At("clip-retrieval"), folder.At("pictures"));
        File.Delete(folder.At("pictures", "img_emb", "img_emb_1.npy"));

        var table = VectorTableReader.Read(folder.At("pictures"));

        Assert.Equal(50, table.Rows.Count);
        Assert.Contains("img_emb_1.npy", Assert.Single(table.Notes));
    }
}

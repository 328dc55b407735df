using Clip.Postgres.Reading;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;
using Clip.Tests.Postgres.Reading;

namespace Clip.Tests.Postgres.Connections;

public sealed class ConnectionSourceTests
{
    /// <summary>The extension's schema, and what the connections look at.</summary>
    [Theory]
    [InlineData("CREATE SCHEMA \"Ext\"; CREATE EXTENSION vector SCHEMA \"Ext\"", "public")]
    [InlineData("CREATE SCHEMA other", "other")]
    [InlineData("CREATE SCHEMA other; CREATE EXTENSION vector", "''")]
    [InlineData("SELECT 1", "''")]
    public void The_extension_is_found_wherever_it_is(string prepare, string path)
    {
        var address = TestServer.NewDatabase();
        TestServer.Run(address, prepare);
        TestServer.Run(
            address, $"ALTER DATABASE {address[(address.LastIndexOf('/') + 1)..]} SET search_path = {path}");
        using var folder = new TestFolder();
        using var store = PostgresStore.At(address);
        store.ExactBelow = 50;
        var location = store.LibraryOf(folder.Path);
        var library = LibraryCreation.Open(location, BitmapFolder.Model, decode: null);
        var vectors = StoredVectors.Random(60, BitmapFolder.Model.Dimensions);
        StoredVectors.Load(store, library, vectors);
        NeighborGraph.Ensure(store, library, TestContext.Current.CancellationToken);

        // Another program, which finds the extension there.
        using var later = PostgresStore.At(address);
        using var index = PictureIndex.Open(later.FindLibrary());
        using var snapshot = index.TakeSnapshot();
        Assert.True(((PostgresSnapshot)snapshot).IsApproximate);
        Assert.Equal("0000007.bmp", Assert.Single(snapshot.SearchPictures(
            vectors[7], 1, cancellationToken: TestContext.Current.CancellationToken)).Path);
        Assert.Empty(later.Verify(later.FindLibrary(), TestContext.Current.CancellationToken).Problems);
    }
}

using System.Net;
using Clip.Postgres.Writing;
using Clip.Server;
using Clip.Tests.Server;

namespace Clip.Tests.Postgres;

public sealed class StoreServerTests(GalleryServer gallery)
{
    [Fact]
    public async Task While_the_database_is_away_requests_are_told_to_come_back()
    {
        var address = TestServer.NewDatabase();
        using var folder = new TestFolder();
        using var store = PostgresStore.At(address);
        var location = store.LibraryOf(folder.Path);
        LibraryCreation.Open(location, gallery.Model, decode: null);
        await using var server = await gallery.StartAsync(options =>
        {
            options.Libraries.Clear();
            options.Libraries.Add(new MountedLibraryOptions("stored", "clip-mini", [new SearchedFolder(location)])
            {
                Update = false,
            });
        });
        using var client = new HttpClient { BaseAddress = server.Address };
        await client.FetchAsync("/api/search?q=a+dog").JsonAsync();

        var database = address[(address.LastIndexOf('/') + 1)..];
        var other = TestServer.NewDatabase();
        TestServer.Run(other, $"ALTER DATABASE {database} ALLOW_CONNECTIONS false");
        TestServer.Run(
            other, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
        foreach (var path in (string[])
            ["/readyz", "/api/search?q=a+dog", "/api/status", "/api/clusters", "/api/pictures/0-YS5ibXA"])
        {
            using var answer = await client.FetchAsync(path);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {answer.StatusCode} {text}");
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("database", text, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        }
        TestServer.Run(other, $"ALTER DATABASE {database} ALLOW_CONNECTIONS true");
        await client.FetchAsync("/api/search?q=a+dog").JsonAsync();
    }
}

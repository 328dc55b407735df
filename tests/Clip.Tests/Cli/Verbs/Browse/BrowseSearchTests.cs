using System.Threading.Channels;
using Clip.Cli.Options;
using Clip.Cli.Verbs.Browse;
using Clip.Tests.Server;

namespace Clip.Tests.Cli.Verbs.Browse;

/// <summary>Searching as one types.</summary>
public sealed class BrowseSearchTests(IndexedGallery gallery, GalleryServer server)
{
    private readonly Channel<BrowseEvent> _events = Channel.CreateUnbounded<BrowseEvent>();

    [Fact]
    public async Task Without_a_text_pictures_are_listed_and_with_one_found()
    {
        using var session = await OpenAsync();
        session.Search.Start(1, Query(""));
        Assert.Equal(100, (await NextAsync(1)).Items.Count);
        session.Search.Start(2, Query("a lighthouse by the sea"));
        var found = await NextAsync(2);
        Assert.EndsWith("kodak-21.jpg", found.Items[0].File);
        Assert.True(File.Exists(found.Items[0].File));
        Assert.Equal("photos", found.Items[0].Folder);
        session.Search.Start(3, Query("") with { Liked = [found.Items[0].File] });
        Assert.EndsWith("kodak-21.jpg", (await NextAsync(3)).Items[0].File);
    }

    [Fact]
    public async Task Filters_and_the_folder_limit_a_search()
    {
        using var session = await OpenAsync();
        session.Search.Start(1, Query("sea") with { Filter = "glob *.png" });
        Assert.All((await NextAsync(1)).Items, static item => Assert.EndsWith(".png", item.File));
        session.Search.Start(2, Query("sea") with { Folder = "photos" });
        Assert.All((await NextAsync(2)).Items, static item => Assert.Equal("photos", item.Folder));
        session.Search.Start(3, Query("sea") with { Filter = "camera nothing" });
        Assert.Empty((await NextAsync(3)).Items);
    }

    [Fact]
    public async Task A_search_that_is_not_wanted_any_more_does_not_delay_the_next()
    {
        using var session = await OpenAsync();
        for (var version = 1; version <= 50; version++)
            session.Search.Start(version, Query($"a picture of {version}"));
        await NextAsync(50);
        // Those that ended before they were superseded came before it; no other comes after it.
        session.Search.Start(51, Query("the end"));
        await NextAsync(51);
        Assert.False(_events.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_folder_without_an_index_is_no_failure_of_the_screen()
    {
        using var folder = new TestFolder();
        using var session = Open(folder.Path);
        session.Search.Start(1, Query("sea"));
        var failed = Assert.IsType<BrowseEvent.Failed>(
            await _events.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Contains("nothing to search yet", failed.Problem);
    }

    private static BrowseQuery Query(string text) => new(text, "", null, [], [], BrowseQuery.FirstCount);

    private async Task<BrowseEvent.Found> NextAsync(int version)
    {
        while (true)
        {
            var happened = await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (Assert.IsType<BrowseEvent.Found>(happened) is var found && found.Version == version)
                return found;
        }
    }

    private async Task<Session> OpenAsync() => Open(await gallery.Folder);

    private Session Open(string folder)
    {
        var location = IndexLocation.For(folder);
        var search = new PictureSearch(server.Model, location);
        return new Session(search, new BrowseSearch(
            server.Model, [new IndexSettings(location, "", null)], search, given: null,
            happened => _events.Writer.TryWrite(happened)));
    }

    private sealed record Session(PictureSearch Pictures, BrowseSearch Search) : IDisposable
    {
        public void Dispose()
        {
            Search.Dispose();
            Pictures.Dispose();
        }
    }
}

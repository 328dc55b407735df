using System.Formats.Tar;
using System.Net;
using Clip.Server;
using Clip.Server.Hosting;
using Clip.Tests.Models;
using Clip.Tests.Postgres.Archives;
using Clip.Tests.Postgres.Objects;
using Clip.Tests.Server;

namespace Clip.Tests.Postgres;

/// <summary>The server shows pictures that are no files: members of tar archives and objects of a bucket.</summary>
public sealed class PicturesElsewhereTests(GalleryServer gallery) : IDisposable
{
    private static readonly string[] Photos = [.. Directory.GetFiles(
        Path.Combine(EmbeddedModel.Gallery, "photos"), "kodak-0*.jpg").Order(StringComparer.Ordinal).Take(3)];

    private readonly PostgresStore _store = PostgresStore.At(TestServer.NewDatabase());
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Pictures_in_archives_are_shown_as_files_are()
    {
        Pack(_folder.At("shards/a.tar"));
        await IndexArchivesAsync("shards/a.tar");
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        await AssertShownAsync(client, "shards/a.tar/");

        // Cut off behind the first picture; what it showed is forgotten.
        File.WriteAllBytes(
            _folder.At("shards/a.tar"), File.ReadAllBytes(_folder.At("shards/a.tar"))[..(1024 + Lengths(0))]);
        var ids = await IdsAsync(client);
        using var cut = await client.FetchAsync($"/api/pictures/{ids[^1]}/original");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, cut.StatusCode);
        Assert.DoesNotContain(_folder.Path, await cut.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        File.Delete(_folder.At("shards/a.tar"));
        using var gone = await client.FetchAsync($"/api/pictures/{ids[0]}/original");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [Fact]
    public async Task An_archive_outside_of_the_folder_is_not_read_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links takes a privilege there");
        using var outside = new TestFolder();
        Pack(outside.At("secret.tar"));
        Pack(_folder.At("a.tar"));
        await IndexArchivesAsync("a.tar");
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        var ids = await IdsAsync(client);

        File.Delete(_folder.At("a.tar"));
        File.CreateSymbolicLink(_folder.At("a.tar"), outside.At("secret.tar"));

        foreach (var part in (string[])["thumbnail", "original"])
        {
            using var answer = await client.FetchAsync($"/api/pictures/{ids[0]}/{part}");
            Assert.True(answer.StatusCode is HttpStatusCode.Gone or HttpStatusCode.NotFound, $"{answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Pictures_in_a_bucket_are_shown_as_files_are()
    {
        await using var bucket = await BucketServer.StartAsync();
        foreach (var photo in Photos)
            bucket.Put($"2026/{Path.GetFileName(photo)}", await File.ReadAllBytesAsync(photo, Stop));
        using var pictures = bucket.Open("2026");
        _store.OpenBucket = _ => bucket.Open("2026");
        await new StoreBucketIndexer(gallery.Model, _store.LibraryOf("s3://photos/2026"), pictures)
            .RunAsync(null, null, Stop);
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        await AssertShownAsync(client, "");

        var ids = await IdsAsync(client);
        bucket.Objects.Clear();
        using var gone = await client.FetchAsync($"/api/pictures/{ids[0]}/original");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    private static int Lengths(int photo) => (int)new FileInfo(Photos[photo]).Length;

    private static async Task AssertShownAsync(HttpClient client, string prefix)
    {
        foreach (var (photo, id) in Photos.Zip(await IdsAsync(client)))
        {
            var facts = await client.FetchAsync($"/api/pictures/{id}").JsonAsync();
            Assert.Equal(prefix + Path.GetFileName(photo), facts.GetProperty("path").GetString());
            Assert.True(facts.GetProperty("available").GetBoolean());
            using var original = await client.FetchAsync($"/api/pictures/{id}/original");
            Assert.Equal("image/jpeg", original.Content.Headers.ContentType!.MediaType);
            Assert.Equal(await File.ReadAllBytesAsync(photo, Stop), await original.Content.ReadAsByteArrayAsync(Stop));
            using var thumbnail = await client.FetchAsync($"/api/pictures/{id}/thumbnail?size=160");
            Assert.Equal("image/jpeg", thumbnail.Content.Headers.ContentType!.MediaType);
            Assert.InRange((await thumbnail.Content.ReadAsByteArrayAsync(Stop)).Length, 500, 30_000);
        }
    }

    private static async Task<string[]> IdsAsync(HttpClient client)
    {
        var found = await client.FetchAsync("/api/search?q=a+photo&top=10").JsonAsync();
        return
        [
            .. found.GetProperty("results").EnumerateArray()
                .OrderBy(static one => one.GetProperty("path").GetString(), StringComparer.Ordinal)
                .Select(static one => one.GetProperty("id").GetString()!),
        ];
    }

    private Task<ClipServerHost> StartAsync() => gallery.StartAsync(options =>
    {
        options.Libraries.Clear();
        options.Libraries.Add(new MountedLibraryOptions(
            "stored", "clip-mini", [new SearchedFolder(_store.FindLibrary())])
        { Update = false });
    });

    private Task<IndexReport> IndexArchivesAsync(string archive) => new StoreArchiveIndexer(
        gallery.Model, _store.LibraryOf(_folder.Path), [_folder.At(archive)]).RunAsync(null, null, Stop);

    private static void Pack(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var maker = new TarMaker(TarEntryFormat.Ustar);
        foreach (var photo in Photos)
            maker.Add(Path.GetFileName(photo), File.ReadAllBytes(photo));
        File.WriteAllBytes(path, maker.ToArray());
    }
}

using Clip.Tests.Models;

namespace Clip.Tests.Hub;

/// <summary>Loading a model by its name.</summary>
public class ModelDownloadTests : HubTest
{
    [Fact]
    public async Task A_model_is_downloaded_once_with_its_progress_and_then_loaded_from_the_cache()
    {
        AddGolden("clip-split");
        var progress = new Last();

        using (var model = await ClipModel.LoadAsync(
            Name, hub: Options(), progress: progress, cancellationToken: Token))
        {
            using var original = ClipModel.Load(GoldenModels.Folder("clip-split"));
            Assert.Equal((original.Fingerprint, Name), (model.Fingerprint, model.Reference));
        }
        Assert.Equal(progress.Value.TotalBytes, progress.Value.Bytes);
        Assert.True(progress.Value is { TotalBytes: > 0, Files: > 0 });

        var offline = Options(static options => options.Offline = true);
        using var again = await ClipModel.LoadAsync(Name, hub: offline, cancellationToken: Token);
        Assert.Equal(Name, again.Name);
    }

    [Fact]
    public async Task A_folder_is_loaded_without_the_hub_and_two_towers_by_two_names()
    {
        var folder = GoldenModels.Folder("clip-split");
        var offline = Options(static options => options.Offline = true);

        using var model = await ClipModel.LoadAsync(folder, hub: offline, cancellationToken: Token);
        using var both = await ClipModel.LoadAsync(
            $"{folder},{GoldenModels.Folder("clip-combined")}", hub: offline, cancellationToken: Token);

        Assert.Equal(Path.GetFullPath(folder), model.Reference);
        Assert.Equal(GoldenModels.Folder("clip-combined"), both.ImageFolder);
    }

    [Theory]
    [InlineData("no such name", HubFault.UnknownName)]
    [InlineData("clip-vit-b-32", HubFault.NotDownloaded)]
    public async Task A_name_that_leads_nowhere_says_so(string name, HubFault fault)
    {
        var offline = Options(static options => options.Offline = true);

        var error = await Assert.ThrowsAsync<HubException>(
            () => ClipModel.LoadAsync(name, hub: offline, cancellationToken: Token));

        Assert.Equal(fault, error.Fault);
    }

    [Fact]
    public async Task A_license_that_restricts_a_model_is_accepted_first()
    {
        AddGolden("clip-split").License = "cc-by-nc-4.0";

        var error = await Assert.ThrowsAsync<HubException>(
            () => Client().DownloadAsync(Name, cancellationToken: Token));
        Assert.Equal(HubFault.RestrictedLicense, error.Fault);
        Assert.Null(Cache.Find(Model));

        var accepting = Options(static options => options.AcceptsRestrictedLicenses = true);
        Assert.True(Directory.Exists(await Client(accepting).DownloadAsync(Name, cancellationToken: Token)));
    }

    [Fact]
    public async Task A_hub_that_was_disposed_says_so()
    {
        AddGolden("clip-split");
        var client = Client();
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => client.DownloadAsync(Name, cancellationToken: Token));
    }

    private sealed class Last : IProgress<PullProgress>
    {
        public PullProgress Value { get; private set; }

        public void Report(PullProgress value) => Value = value;
    }
}

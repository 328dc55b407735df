using Clip.Files;
using Clip.Models.Caching;

namespace Clip.Tests.Models.Caching;

public sealed class KnownFingerprintTests
{
    [Fact]
    public void A_fingerprint_is_computed_once_and_kept()
    {
        using var folder = new TestFolder();
        var model = GoldenModels.Folder("clip-split");
        Assert.SkipUnless(
            ContentStamp.Of(Directory.GetFiles(model, "*", SearchOption.AllDirectories)) is { IsSettled: true },
            "the file system does not tell when files were changed, or they have just been written");
        var expected = Fingerprint(model, null);

        Assert.Equal(expected, Fingerprint(model, folder.At("cache")));
        var file = Assert.Single(Directory.GetFiles(folder.At("cache"), "*" + KnownFingerprint.Extension));
        var other = new string('a', 32);
        File.WriteAllText(file, File.ReadAllText(file).Replace(expected, other, StringComparison.Ordinal));
        Assert.Equal(other, Fingerprint(model, folder.At("cache")));
        File.WriteAllText(file, "damaged");
        Assert.Equal(expected, Fingerprint(model, folder.At("cache")));
        Assert.Equal(0, GraphCacheContent.Of(folder.At("cache")).Clear().Bytes);
        Assert.Empty(Directory.GetFileSystemEntries(folder.At("cache")));
    }

    [Fact]
    public void The_fingerprint_of_files_that_have_just_been_written_is_not_kept()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("config.json"), "{}");
        var files = new Dictionary<string, string> { ["config.json"] = folder.At("config.json") };

        KnownFingerprint.Of(folder.At("cache"), files, "")?.Keep(new string('a', 32));

        Assert.Null(KnownFingerprint.Of(folder.At("cache"), files, "")?.Find());
    }

    private static string Fingerprint(string folder, string? cache)
    {
        using var model = ClipModel.Load(folder, new ClipModelOptions { CacheFolder = cache });
        return model.Fingerprint;
    }
}

using Clip.Files;
using CsCheck;

namespace Clip.Tests.Files;

public sealed class ContentHashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip-hash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_hash_of_a_file_equals_the_hash_of_its_content()
    {
        var path = Path.Join(_folder, "a");
        var lengths = Gen.OneOf(Gen.Int[0, 300], Gen.Int[262_140, 262_148], Gen.Int[500_000, 600_000]);
        Gen.Select(lengths, Gen.Int).Sample((length, seed) =>
        {
            var content = new byte[length];
            new Random(seed).NextBytes(content);
            File.WriteAllBytes(path, content);

            Assert.Equal(ContentHash.Of(content), ContentHash.OfFile(path));
        }, iter: 50, threads: 1);
    }

    [Fact]
    public void The_hash_is_XXH128() =>
        Assert.Equal("06b05ab6733a618578af5f94892f3950", ContentHash.Of("abc"u8).ToString("x32", null)); // xxhsum -H2

    [Fact]
    public void A_missing_file_is_a_clear_error()
    {
        var path = Path.Join(_folder, "no.jpg");

        var error = Assert.Throws<ClipException>(() => ContentHash.OfFile(path, TestContext.Current.CancellationToken));

        Assert.Equal($"{path}: does not exist; check the path", error.Message);
    }

    [Fact]
    public void Hashing_can_be_cancelled()
    {
        var path = Path.Join(_folder, "a");
        File.WriteAllText(path, "a");

        var canceled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => ContentHash.OfFile(path, canceled));
    }
}

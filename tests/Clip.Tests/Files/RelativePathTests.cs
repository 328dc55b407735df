using Clip.Files;

namespace Clip.Tests.Files;

public sealed class RelativePathTests
{
    [Fact]
    public void Halves_of_surrogate_pairs_are_not_unicode()
    {
        // Made here, because a compiled text cannot hold half a pair.
        const char high = '\ud83d', low = '\udc36';

        Assert.All(
            [$"a{high}.jpg", $"{low}{high}.jpg", $"a{high}", $"{high}{high}{low}", $"{high}{low}{low}"],
            static path => Assert.False(RelativePath.IsUnicode(path)));
        Assert.All(
            ["a/b.jpg", $"é/{high}{low}.jpg", $"{high}{low}{high}{low}", ""],
            static path => Assert.True(RelativePath.IsUnicode(path)));
    }
}

using Clip.Files;

namespace Clip.Tests.Files;

public sealed class FileUriTests
{
    [Theory]
    [InlineData("/a/b.jpg", "", "file:///a/b.jpg")]
    [InlineData("/a b/50%#?.jpg", "", "file:///a%20b/50%25%23%3F.jpg")]
    [InlineData("/ü/猫.png", "host", "file://host/%C3%BC/%E7%8C%AB.png")]
    [InlineData("/a\u001b]0;x\u0007.jpg", "", "file:///a%1B%5D0%3Bx%07.jpg")]
    public void An_address_holds_nothing_but_what_addresses_may(string path, string host, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "these are paths of Unix");
        Assert.Equal(expected, FileUri.Of(path, host));
        Assert.Equal(path, new Uri(FileUri.Of(path)).LocalPath);
    }
}

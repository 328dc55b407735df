namespace Clip.Tests.Hub;

/// <summary>The environment is read as Python's huggingface_hub reads it.</summary>
public class HubOptionsTests
{
    [Theory]
    [InlineData("/home/me/.cache/huggingface/hub", "HOME=/home/me")]
    [InlineData("/x/huggingface/hub", "HOME=/home/me", "XDG_CACHE_HOME=/x")]
    [InlineData("/hf/hub", "HOME=/home/me", "XDG_CACHE_HOME=/x", "HF_HOME=/hf")]
    [InlineData("/old", "HOME=/home/me", "HF_HOME=/hf", "HUGGINGFACE_HUB_CACHE=/old")]
    [InlineData("/cache", "HOME=/home/me", "HF_HOME=/hf", "HUGGINGFACE_HUB_CACHE=/old", "HF_HUB_CACHE=/cache")]
    [InlineData("/home/me/models", "HOME=/home/me", "HF_HUB_CACHE=~/models")]
    [InlineData("/data/hub/$NOT_SET", "HOME=/home/me", "DISK=/data", "HF_HUB_CACHE=${DISK}/hub/$NOT_SET")]
    public void The_cache_folder_is_that_of_Python(string expected, params string[] environment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of Unix.");
        Assert.Equal(expected, HubOptions.FromEnvironment(Lookup(environment)).CacheFolder);
    }

    [Fact]
    public void The_token_variable_has_precedence_over_the_token_file()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("token"), " hf_from_file\n");
        File.WriteAllText(folder.At("elsewhere"), "hf_elsewhere");

        Assert.Equal("hf_from_variable", Token($"HF_HOME={folder.Path}", "HF_TOKEN= hf_from_variable\r\n"));
        Assert.Equal("hf_old", Token($"HF_HOME={folder.Path}", "HUGGING_FACE_HUB_TOKEN=hf_old"));
        Assert.Equal("hf_from_file", Token($"HF_HOME={folder.Path}"));
        Assert.Equal("hf_elsewhere", Token($"HF_HOME={folder.Path}", $"HF_TOKEN_PATH={folder.At("elsewhere")}"));
        Assert.Null(Token($"HF_HOME={folder.Path}", "HF_HUB_DISABLE_IMPLICIT_TOKEN=1"));
        Assert.Null(Token($"HF_HOME={folder.At("none", "x")}"));

        static string? Token(params string[] environment) => HubOptions.FromEnvironment(Lookup(environment)).Token;
    }

    [Fact]
    public void A_token_that_cannot_be_sent_is_refused_without_being_shown()
    {
        var error = Assert.Throws<HubException>(
            () => HubOptions.FromEnvironment(Lookup("HOME=/none", "HF_TOKEN=hf_a b\u00e9")));

        Assert.DoesNotContain("hf_a", error.Message);
        Assert.DoesNotContain("hf_x", HubOptions.FromEnvironment(Lookup("HOME=/none", "HF_TOKEN=hf_x")).ToString());
    }

    [Theory]
    [InlineData("https://hf-mirror.com/", "https://hf-mirror.com/api/x")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/x")]
    [InlineData("https://repo.example/artifactory/api/hf/", "https://repo.example/artifactory/api/hf/api/x")]
    [InlineData("", "https://huggingface.co/api/x")]
    public void A_mirror_replaces_the_hub(string endpoint, string expected) =>
        Assert.Equal(
            expected,
            HubOptions.FromEnvironment(Lookup("HOME=/none", $"HF_ENDPOINT={endpoint}")).At("api/x").AbsoluteUri);

    [Theory]
    [InlineData("hf-mirror.com")]
    [InlineData("ftp://hf-mirror.com")]
    [InlineData("file:///tmp")]
    [InlineData("https://user:password@hf-mirror.com")]
    [InlineData("https://hf-mirror.com/?a=b")]
    public void An_invalid_hub_address_is_refused(string endpoint)
    {
        var error = Assert.Throws<HubException>(
            () => HubOptions.FromEnvironment(Lookup("HOME=/none", $"HF_ENDPOINT={endpoint}")));

        Assert.Equal("HF_ENDPOINT", error.Subject);
        Assert.DoesNotContain("password", error.Message);
    }

    [Theory]
    [InlineData("HF_HUB_OFFLINE=1", true)]
    [InlineData("HF_HUB_OFFLINE=true", true)]
    [InlineData("TRANSFORMERS_OFFLINE=YES", true)]
    [InlineData("HF_HUB_OFFLINE=0", false)]
    [InlineData("HF_HUB_OFFLINE=", false)]
    public void Offline_accepts_the_values_that_Python_accepts(string variable, bool expected) =>
        Assert.Equal(expected, HubOptions.FromEnvironment(Lookup("HOME=/none", variable)).Offline);

    private static Func<string, string?> Lookup(params string[] environment) => name =>
        environment
            .FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?
            [(name.Length + 1)..];
}

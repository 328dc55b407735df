namespace Clip.Tests.Packages.Releases;

/// <summary>The archive for this machine, unpacked once for the tests that only read it.</summary>
public sealed class UnpackedArchive : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Lazy<Task<string>> _program;

    public UnpackedArchive() => _program = new Lazy<Task<string>>(UnpackAsync);

    /// <summary>The folder of the program; skips the test where no archive was made.</summary>
    public Task<string> Program => _program.Value;

    public void Dispose() => _folder.Dispose();

    private async Task<string> UnpackAsync()
    {
        var archive = MadePackages.Find($"{MadePackages.Name}.tar.gz");
        await MadePackages.OutputAsync("tar", "-xzf", archive, "-C", _folder.Path);
        return _folder.At(MadePackages.Name);
    }
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class UnpackedArchiveTests : ICollectionFixture<UnpackedArchive>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Archive";
}

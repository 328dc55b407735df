using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Catalog;

/// <summary>
/// A small file system in memory, to fill up or to make read-only: root may write to any folder, so permissions alone
/// prove nothing. Needs the right to mount; tests skip where there is none.
/// </summary>
internal sealed class TemporaryFileSystem : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;

    private readonly bool _isOwner;

    private TemporaryFileSystem(DirectoryInfo directory, bool isOwner) =>
        (_directory, _isOwner) = (directory, isOwner);

    public string Path => _directory.FullName;

    /// <summary>Mounts one, or skips the test.</summary>
    /// <param name="size">As the option of that name has it, such as 512k.</param>
    /// <param name="folder">Where; null for a folder of its own, which is deleted in the end.</param>
    public static async Task<TemporaryFileSystem> MountAsync(string size, string? folder = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux mounts a file system in memory.");
        var directory = folder is null ? Directory.CreateTempSubdirectory("clip-mount-") : new DirectoryInfo(folder);
        var result = await RunAsync("mount", ["-t", "tmpfs", "-o", $"size={size}", "tmpfs", directory.FullName]);
        if (!result.IsSuccess && folder is null)
            directory.Delete();
        Assert.SkipUnless(result.IsSuccess, $"Mounting is not allowed here: {result.StandardError.Trim()}");
        return new TemporaryFileSystem(directory, isOwner: folder is null);
    }

    public async Task MakeReadOnlyAsync() =>
        Assert.True((await RunAsync("mount", ["-o", "remount,ro", Path])).IsSuccess);

    public async ValueTask DisposeAsync()
    {
        if ((await RunAsync("umount", [Path])).IsSuccess && _isOwner)
            _directory.Delete();
    }

    private static async Task<BufferedCommandResult> RunAsync(string program, string[] arguments) =>
        await CliWrap.Cli.Wrap(program)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
}

using System.Diagnostics;
using Clip.Images;

namespace Clip.Tests.Images;

/// <summary>Pictures are read from pipes that a user names, and from no others.</summary>
public sealed class PictureBytesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_that_a_user_names_is_read_to_its_end(bool throughLink)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pipe = MakePipe(folder);
        if (throughLink) // as in process substitution
            pipe = File.CreateSymbolicLink(folder.At("link.png"), pipe).FullName;
        var content = await File.ReadAllBytesAsync(ImageGoldens.Picture("rgb_375x500.png"), cancellationToken);
        // Opening waits for a reader.
        var writing = Task.Run(() => File.WriteAllBytes(pipe, content), cancellationToken);

        using var picture = Preprocessors.Unresized.Decode(pipe, DecodeMode.Exact, cancellationToken);

        Assert.Equal((375, 500), (picture.Width, picture.Height));
        await writing;
    }

    [Fact]
    public async Task A_pipe_has_the_limits_of_a_file()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pipe = MakePipe(folder);
        var writing = Task.Run(() => File.WriteAllBytes(pipe, new byte[3000]), cancellationToken);

        var error = Assert.Throws<PictureException>(
            () => PictureBytes.Read(
                pipe, new PictureLimits { MaxFileBytes = 2000 }, readsPipes: true,
                cancellationToken: cancellationToken));

        Assert.Equal("is too large: it has more than the 0 MB that are allowed", error.Problem);
        await writing;
    }

    [Theory]
    [InlineData(new byte[] { 0, (byte)'M', (byte)'R', (byte)'M', 0, 0, 1, 0 })]
    [InlineData(new byte[] { 73, 73, 26, 0, 0, 0, 72, 69, 65, 80, 67, 67, 68, 82, 2, 0, 1, 0 })]
    public void Raw_files_of_Minolta_and_of_older_Canon_cameras_are_recognized(byte[] head) =>
        Assert.Equal(PictureKind.CameraRaw, PictureSniffer.Sniff(head));

    private static string MakePipe(TestFolder folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        var pipe = folder.At("pipe");
        using var make = Process.Start("mkfifo", [pipe]);
        make.WaitForExit();
        return pipe;
    }
}

using System.Diagnostics;
using System.Runtime.Versioning;
using Clip.Tests.Catalog;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>
/// Files and folders that may not be read or written, and disks that are full: nothing that was stored is lost.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PermissionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private const UnixFileMode Everything =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task A_file_without_read_permission_is_reported_and_tried_again_later()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("good.jpg"));
        File.Copy(Pictures.Photo("kodak-02.jpg"), folder.At("locked.jpg"));
        File.Copy(Pictures.Photo("kodak-03.jpg"), folder.At("closed", "in.jpg"));
        OpenToAll(folder);
        var user = new OtherUser(folder);
        (await user.RunAsync("index", folder.Path, "--json")).Counts(added: 3);
        File.SetUnixFileMode(folder.At("locked.jpg"), UnixFileMode.None);
        File.SetLastWriteTimeUtc(folder.At("locked.jpg"), DateTime.UtcNow);
        File.SetUnixFileMode(folder.At("closed"), UnixFileMode.None);

        var locked = await user.RunAsync("index", folder.Path, "--json");
        File.SetUnixFileMode(folder.At("locked.jpg"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(folder.At("closed"), Everything);
        var opened = await user.RunAsync("index", folder.Path, "--json");

        // What cannot be looked into is not gone.
        locked.Counts(skipped: 1, failed: 2);
        locked.HasOneErrorLine(folder.At("locked.jpg"), "may not be read", "permission");
        locked.HasOneErrorLine(folder.At("closed"), "may not be read", "permission");
        opened.Counts(skipped: 3);
        Assert.Empty(opened.Errors);
    }

    [Fact]
    public async Task An_old_index_that_may_not_be_written_is_searched_as_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = FormatMigrationTests.OldIndex();
        OpenToAll(folder);
        var user = new OtherUser(folder);
        foreach (var part in new[] { folder.At(".clip"), folder.Path })
            File.SetUnixFileMode(
                part,
                UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var before = Directory.GetFiles(folder.At(".clip")).ToDictionary(file => file, File.ReadAllBytes);

        var found = (await user.RunAsync("search", "boats", "--in", folder.Path, "--paths", "-n", "1")).Ended(0);
        var filtered = await user.RunAsync("search", "boats", "--in", folder.Path, "--after", "2020");
        var indexed = await user.RunAsync("index", folder.Path);
        var status = (await user.RunAsync("status", "--in", folder.Path)).Ended(0);

        Assert.Equal("boats.jpg\n", found.Output);
        found.HasOneErrorLine("was made before the words");
        filtered.IsError(folder.At(".clip"), "was made before dates", "run clipsearch index");
        indexed.IsError(folder.At(".clip"), "cannot be written", "--index-dir");
        Assert.Contains(
            "0 with a date, 0 with a place; the next run of index reads the metadata of 4", status.Output);
        Assert.Equal(before, Directory.GetFiles(folder.At(".clip")).ToDictionary(file => file, File.ReadAllBytes));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_searched_with_the_index_kept_elsewhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TestFolder();
        File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("pictures", "a.jpg"));
        OpenToAll(folder);
        var user = new OtherUser(folder);
        File.SetUnixFileMode(
            folder.At("pictures"),
            UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await user.RunAsync("search", "a house", "--in", folder.At("pictures")))
            .IsError(folder.At("pictures"), "cannot be written", "--index-dir");
        var elsewhere = (await user.RunAsync(
            "search", "a house", "--in", folder.At("pictures"), "--index-dir", folder.At("index"),
            "--paths")).Ended(0);
        Assert.Equal("pictures/a.jpg\n", elsewhere.Output);

        // An index on a read-only drive is still searched.
        foreach (var file in Directory.GetFiles(folder.At("index")))
            File.SetUnixFileMode(file, UnixFileMode.OtherRead | UnixFileMode.UserRead);
        File.SetUnixFileMode(
            folder.At("index"),
            UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var readOnly = (await user.RunAsync(
            "search", "a house", "--in", folder.At("pictures"), "--index-dir", folder.At("index"),
            "--paths")).Ended(0);
        Assert.Equal(elsewhere.Output, readOnly.Output);
        File.SetUnixFileMode(folder.At("index"), Everything);
        File.SetUnixFileMode(folder.At("pictures"), Everything);
    }

    [Fact]
    public async Task A_full_disk_is_reported_and_what_was_stored_is_kept()
    {
        using var folder = new TestFolder();
        var disk = folder.At("disk", "x")[..^2];
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && await SucceedsAsync("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk),
            "A disk of a few kilobytes can be mounted by root on Linux alone.");
        try
        {
            File.Copy(Pictures.Photo("kodak-01.jpg"), folder.At("pictures", "a.jpg"));
            string[] index = ["--in", folder.At("pictures"), "--index-dir", Path.Combine(disk, "index")];
            (await ClipSearch.RunAsync(["index", .. index, "--json"])).Counts(added: 1);
            foreach (var photo in Directory.GetFiles(Path.Combine(EmbeddedModel.Gallery, "photos")))
                File.Copy(photo, folder.At("pictures", Path.GetFileName(photo)));
            // Whatever is free is taken, down to the last page.
            await FillAsync(Path.Combine(disk, "filler"));

            var full = (await ClipSearch.RunAsync(["index", .. index])).Ended(2);
            var search = (await ClipSearch.RunAsync(["search", "a house", .. index, "--paths", "-n", "100"])).Ended(0);

            full.HasOneErrorLine(Path.Combine(disk, "index"), "the disk is full", "free some space");
            Assert.Contains(folder.At("pictures", "a.jpg"), search.Lines);
            File.Delete(Path.Combine(disk, "filler"));
            (await ClipSearch.RunAsync(["status", "--verify", .. index])).Ended(0);
        }
        finally
        {
            await SucceedsAsync("umount", disk);
        }
    }

    private static void OpenToAll(TestFolder folder)
    {
        foreach (var path in (string[])[
            folder.Path, .. Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories)])
            File.SetUnixFileMode(path, Everything);
    }

    private static async Task<bool> SucceedsAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = ChildProcess.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
            await process.WaitForExitAsync(Stop);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task FillAsync(string path)
    {
        await using var file = File.Create(path, bufferSize: 0);
        try
        {
            while (true)
                await file.WriteAsync(new byte[4096], Stop);
        }
        catch (IOException)
        {
            // Full now.
        }
    }
}

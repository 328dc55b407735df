using Clip.Cli.Remedies;

namespace Clip.Tests.Cli.Remedies;

public class FolderRemediesTests
{
    [Fact]
    public void A_path_outside_the_folder_leads_to_the_in_option() => Assert.Equal(
        "x/a.jpg: is not in /pictures, the folder that is indexed; "
        + "name paths inside it, or index another folder with --in",
        ErrorText.Of(FolderException.Outside("x/a.jpg", "/pictures")));

    [Theory]
    [InlineData("/pictures/.clip", "--in /pictures")]
    [InlineData("/index", "--in /pictures --index-dir /index")]
    public void A_folder_that_lost_its_pictures_leads_to_the_prune_option_of_its_index(string index, string options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of Unix.");
        var away = $"mount the drive, or remove them with: clipsearch index --prune {options}";

        Assert.Equal(
            $"/pictures: has none of the pictures that its index knows, so nothing was removed; {away}",
            ErrorText.Of(FolderException.AllMissing("/pictures", index)));
        Assert.EndsWith(away, ErrorText.Of(FolderException.Absent("/pictures/usb", "/pictures", index, 3)));
        Assert.EndsWith(away, ErrorText.Of(FolderException.OtherDrive("/pictures/usb", "/pictures", index, 3)));
    }

    [Fact]
    public void A_sidecar_with_too_many_lines_leads_to_the_captions_option() => Assert.Equal(
        "a.txt: has more than 1000 lines; only the first 1000 are used as captions; "
            + "give captions of many pictures with --captions FILE",
        ErrorText.Of(SidecarException.TooManyLines("a.txt", 1000)));
}

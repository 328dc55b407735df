using Clip.Cli.Printing;

namespace Clip.Tests.Cli.Printing;

/// <summary>Why there is no picture is said in English, of one picture too.</summary>
public sealed class EmptyAnswerTests
{
    [Theory]
    [InlineData(FilterCondition.Date, 0, 1, "0 of 1 picture has a date")]
    [InlineData(FilterCondition.Date, 1, 1, "0 of 1 picture was taken from 2024-01-01 on; 1 has a date")]
    [InlineData(FilterCondition.Date, 2, 1200, "0 of 1,200 pictures were taken from 2024-01-01 on; 2 have a date")]
    [InlineData(FilterCondition.Camera, 0, 1, "0 of 1 picture names its camera")]
    [InlineData(FilterCondition.Camera, 1, 2, "0 of 2 pictures have a camera named \"nikon\"; 1 names its camera")]
    [InlineData(FilterCondition.Place, 0, 1, "0 of 1 picture has a place")]
    [InlineData(FilterCondition.Size, 1, 1, "0 of 1 picture has at least 9x9 pixels")]
    public void One_picture_is_not_several(FilterCondition condition, long known, long pictures, string reason) =>
        Assert.Equal(reason, EmptyAnswer.Reason(
            new PictureFilter { CapturedFrom = new(2024, 1, 1), Cameras = ["nikon"], MinWidth = 9, MinHeight = 9 },
            [new FilterCount(condition, 0, known, pictures)], holdsNothing: false));

    [Fact]
    public void An_index_that_holds_nothing_is_the_reason_whatever_the_filter_says()
    {
        Assert.Contains("holds no pictures", EmptyAnswer.Reason(null, [], holdsNothing: true));
        Assert.Null(EmptyAnswer.Reason(null, [], holdsNothing: false));
    }
}

using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Tests.Server.Bodies;

/// <summary>The forms in which clients write a picture's file into JSON.</summary>
public sealed class PictureTextTests
{
    [Theory]
    [InlineData("AQL/gA==")]
    [InlineData("AQL/gA")]
    [InlineData("AQL_gA")]
    [InlineData(" AQL/\r\n gA== ")]
    [InlineData("data:image/png;base64,AQL/gA==")]
    [InlineData("data:;base64,AQL/gA")]
    [InlineData("data:image/jpeg; base64,AQL/gA==")]
    [InlineData("data:image/jpeg;charset=x ; base64 ,AQL/gA==")]
    [InlineData("DATA:image/png;charset=x;BASE64,AQL%2FgA%3D%3D")]
    [InlineData("data:image/png,%01%02%ff%80")]
    public void All_of_them_are_the_same_bytes(string text) =>
        Assert.Equal([1, 2, 255, 128], PictureText.Decode(text, "image").AsEnumerable());

    [Theory]
    [InlineData("")]
    [InlineData("%%% no picture %%%")]
    [InlineData("AQL/g")]
    [InlineData("A===B")]
    [InlineData("data:image/png;base64")]
    [InlineData("data:image/png;base64,%%%")]
    [InlineData("file:///etc/passwd")]
    public void Anything_else_is_refused(string text)
    {
        var error = Assert.Throws<RequestException>(() => PictureText.Decode(text, "image"));
        Assert.Equal((400, "image"), (error.Status, error.Parameter));
    }
}

using System.Text;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Tests.Server.Bodies;

/// <summary>Forms as browsers, curl, .NET and others write them, and what is none.</summary>
public sealed class MultipartParserTests
{
    private const string Type = "multipart/form-data; boundary=\"x y\"";

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"image\"; filename=\"a \\\" b.jpg\"", "image", true)]
    [InlineData("content-disposition: form-data; name=image; filename*=utf-8''%C3%A9", "image", true)]
    [InlineData("Content-Type: text/plain\r\nContent-Disposition: form-data; name=\"image\"", "image", false)]
    [InlineData("Content-Disposition: form-data; filename=\"x; name=y\"; name=\"image\"", "image", true)]
    [InlineData("Content-Disposition: form-data", "", false)]
    [InlineData("X: y", "", false)]
    public void The_name_of_a_part_is_found(string headers, string name, bool isFile)
    {
        var parts = Parse($"preamble\r\n--x y\r\n{headers}\r\n\r\nline\r\n--x yz\r\n\r\n--x y--\r\nepilogue");
        var part = Assert.Single(parts);
        Assert.Equal((name, isFile, "line\r\n--x yz\r\n"), (part.Name, part.IsFile, part.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no boundary")]
    [InlineData("--x y")]
    [InlineData("--x y\r\n")]
    [InlineData("--x y\r\nContent-Disposition: form-data; name=a\r\n\r\nbody")]
    [InlineData("--x y\r\nContent-Disposition: form-data; name=a\r\n--x y--")]
    public void What_is_cut_off_is_refused(string body) =>
        Assert.Throws<RequestException>(() => Parse(body));

    [Fact]
    public void No_bytes_break_the_parser()
    {
        string[] pieces = ["--x y", "--", "\r\n", "\n", "\r\n\r\n", "name=", "\"", ";", "Content-Disposition:", "a"];
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            var body = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(10)]));
            try
            {
                Parse(body);
            }
            catch (RequestException)
            {
                // Refused, as it should be.
            }
        }
    }

    private static IReadOnlyList<FormPart> Parse(string body) =>
        MultipartParser.Parse(Encoding.UTF8.GetBytes(body), Type);
}

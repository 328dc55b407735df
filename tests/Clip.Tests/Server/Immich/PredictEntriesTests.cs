using Clip.Server.Immich;
using Clip.Server.Problems;

namespace Clip.Tests.Server.Immich;

public sealed class PredictEntriesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("""{"clip":null}""")]
    [InlineData("""{"clip":5}""")]
    [InlineData("""{"clip":{}}""")]
    [InlineData("""{"clip":{"visual":5}}""")]
    [InlineData("""{"clip":{"visual":{}}}""")]
    [InlineData("""{"clip":{"visual":{"modelName":5}}}""")]
    [InlineData("""{"clip":{"visual":{"modelName":null}}}""")]
    [InlineData("""{"clip":{"textual":{"modelName":[]}}}""")]
    [InlineData("""{"facial-recognition":{}}""")]
    public void Bad_entries_are_422_and_say_what_is_wrong(string? entries)
    {
        var error = Assert.Throws<RequestException>(() => PredictEntries.Parse(entries));
        Assert.Equal(422, error.Status);
        Assert.DoesNotContain("not clip", error.Message);
    }
}

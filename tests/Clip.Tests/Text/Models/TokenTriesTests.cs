using System.Text;
using Clip.Text.Models;

namespace Clip.Tests.Text.Models;

public sealed class TokenTriesTests
{
    [Fact]
    public void Every_token_is_found_and_nothing_else()
    {
        string[] tokens = ["a", "ab", "abc", "##b", "##bc", "é", "", "b", "ab", "[UNK]"];
        var bytes = tokens.Select(Encoding.UTF8.GetBytes).ToArray();
        var starts = new int[tokens.Length + 1];
        for (var i = 0; i < tokens.Length; i++)
            starts[i + 1] = starts[i] + bytes[i].Length;
        var tries = new TokenTries(new TokenList(
            [.. bytes.SelectMany(static token => token)], starts, [.. Enumerable.Range(100, tokens.Length)]));

        var found = tokens.Append("abcd").Append("x").Append("##").Select(token =>
            tries.Find(Encoding.UTF8.GetBytes(token)));

        Assert.Equal([100, 108, 102, 103, 104, 105, 106, 107, 108, 109, -1, -1, -1], found);
        Assert.Equal(9, tries.Count);
    }
}
